package io.ramtalk;

import io.ramtalk.engine.Account;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import java.time.Instant;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class RegistryLincheckTest {
  @Test
  @Tag("long")
  void registry_modelChecking_linearizable() {
    Lincheck.modelCheck(Operations.class,
        " | register(1, 1) | find(1) execute(1, 1) | find(1)",
        " | register(1, 1) | execute(1, 1) find(1) | find(1)",
        " | register(1, 1) | register(1, 2) | find(1) execute(1, 1)",
        "register(1, 1) | remove(1, 1) | register(1, 2) find(1) | execute(1, 1)",
        "register(1, 1) register(2, 1) | remove(1, 1) | remove(2, 1) | register(1, 1)"
            + " register(2, 1) register(3, 1)");
  }

  @Test
  @Tag("scaled")
  void registry_stress_linearizable() {
    Lincheck.stress(Operations.class);
  }

  /** An engine with room for two users, and ids that are fixed in advance. */
  @Param(name = "number", gen = IntGen.class, conf = "1:3")
  @Param(name = "take", gen = IntGen.class, conf = "1:2")
  public static final class Operations {
    private final Engine engine =
        ManualHost.open(Engine.onHeap(), VirtualClock.startingAt(Instant.EPOCH));

    /**
     * Registers a number under one of two ids.
     *
     * @param number the number
     * @param take which of the ids
     * @return the id, and whether it is new
     */
    @Operation
    public String register(
        @Param(name = "number") int number, @Param(name = "take") int take) {
      var user = new User(id(number, take), mobile(number), "", null, Instant.EPOCH);
      try {
        var answer = engine.register(new Account(user), 2);
        return answer.user().id().low() + " " + answer.created();
      } catch (TooManyUsers full) {
        return full.code();
      }
    }

    /**
     * Removes a user.
     *
     * @param number its number
     * @param take its id
     * @return whether the user existed
     */
    @Operation
    public boolean remove(@Param(name = "number") int number, @Param(name = "take") int take) {
      return engine.remove(id(number, take));
    }

    /**
     * Finds a user by number.
     *
     * @param number the number
     * @return its id, or 0
     */
    @Operation
    public long find(@Param(name = "number") int number) {
      var user = engine.find(mobile(number));
      return user == null ? 0 : user.id().low();
    }

    /**
     * Executes a command on a user.
     *
     * @param number its number
     * @param take its id
     * @return whether the user existed
     */
    @Operation
    public boolean execute(@Param(name = "number") int number, @Param(name = "take") int take) {
      return engine.execute(id(number, take), Command.ShowUser.INSTANCE) != null;
    }

    private static UserId id(int number, int take) {
      return new UserId(0, 10 * number + take);
    }

    private static Mobile mobile(int number) {
      return new Mobile("01" + number, "01" + number);
    }
  }
}
