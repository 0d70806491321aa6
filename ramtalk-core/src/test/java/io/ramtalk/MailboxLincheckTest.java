package io.ramtalk;

import io.ramtalk.engine.Account;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import io.ramtalk.engine.LeaseRequest;
import java.time.Instant;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class MailboxLincheckTest {
  @Test
  @Tag("long")
  void mailbox_modelChecking_linearizable() {
    Lincheck.modelCheck(SendAndReceive.class,
        " | send(1) | send(2) | receive(2)",
        "send(1) | receive(1) | receive(1) | peek()",
        "send(1) | send(2) | send(3) | peek()",
        "send(1) send(2) | receive(2) | send(3) | peek()");
  }

  @Test
  @Tag("scaled")
  void mailbox_stress_linearizable() {
    Lincheck.stress(SendAndReceive.class);
  }

  @Test
  @Tag("long")
  void lease_modelChecking_linearizable() {
    Lincheck.modelCheck(SendAndLease.class,
        "send(1) | lease(1) | lease(2) | acknowledge(1) acknowledge(2)",
        "send(1) lease(1) | acknowledge(1) | release(1) | lease(2)",
        "send(1) lease(1) | release(1) | lease(2) | acknowledge(2)",
        "send(1) lease(1) | acknowledge(1) | acknowledge(1) | send(2) send(3)");
  }

  @Test
  @Tag("scaled")
  void lease_stress_linearizable() {
    Lincheck.stress(SendAndLease.class);
  }

  /** An engine with one user, whose mailbox has room for two messages. */
  private static final class OneMailbox {
    private static final UserId ANA = new UserId(1, 1);
    private static final Limits LIMITS =
        new Limits(2, 9, 1, 1, 1, 1, 2, 2, Long.MAX_VALUE, Overflow.REJECT);

    private final Engine engine;
    private final Sending sending;

    OneMailbox() {
      var clock = VirtualClock.startingAt(Instant.EPOCH);
      engine = ManualHost.open(Engine.onHeap(), clock);
      sending = new Sending(engine, LIMITS, new MonotonicClock(clock), new CounterCells());
      var user = new User(ANA, new Mobile("017", "017"), "", null, Instant.EPOCH);
      engine.register(new Account(user), 1);
    }

    boolean send(int text) {
      var content = new Content(new byte[] {(byte) text}, null, Engine.NEVER, Engine.NEVER);
      try {
        sending.send(ANA, ANA, content);
        return true;
      } catch (MailboxFull full) {
        return false;
      }
    }

    int ask(Command<List<Message>> command) {
      return texts(engine.execute(ANA, command));
    }

    /** Returns the texts as the digits of a number. */
    private static int texts(List<Message> messages) {
      int digits = 0;
      for (var message : messages) {
        digits = 10 * digits + message.text().charAt(0);
      }
      return digits;
    }
  }

  /** The operations send, receive and peek. */
  @Param(name = "text", gen = IntGen.class, conf = "1:9")
  @Param(name = "max", gen = IntGen.class, conf = "1:2")
  public static final class SendAndReceive {
    private final OneMailbox box = new OneMailbox();

    /**
     * Sends a message.
     *
     * @param text the text
     * @return whether there was room
     */
    @Operation
    public boolean send(@Param(name = "text") int text) {
      return box.send(text);
    }

    /**
     * Receives messages.
     *
     * @param max the maximum number of messages
     * @return their texts
     */
    @Operation
    public int receive(@Param(name = "max") int max) {
      return box.ask(new Command.Take(max, 0));
    }

    /**
     * Peeks at the mailbox.
     *
     * @return the texts of its messages
     */
    @Operation
    public int peek() {
      return box.ask(new Command.Peek(2, 0));
    }
  }

  /** The operations send, lease, acknowledge and release. */
  @Param(name = "text", gen = IntGen.class, conf = "1:9")
  @Param(name = "lease", gen = IntGen.class, conf = "1:2")
  public static final class SendAndLease {
    private static final List<String> LEASES = List.of("", "a", "b");

    private final OneMailbox box = new OneMailbox();

    /**
     * Sends a message.
     *
     * @param text the text
     * @return whether there was room
     */
    @Operation
    public boolean send(@Param(name = "text") int text) {
      return box.send(text);
    }

    /**
     * Leases one message.
     *
     * @param lease the lease
     * @return its text
     */
    @Operation
    public int lease(@Param(name = "lease") int lease) {
      return box.ask(new Command.Lease(new LeaseRequest(LEASES.get(lease), 1, 0, 9_999, false)));
    }

    /**
     * Acknowledges a lease.
     *
     * @param lease the lease
     * @return the number of deleted messages
     */
    @Operation
    public int acknowledge(@Param(name = "lease") int lease) {
      var command = new Command.Acknowledge(LEASES.get(lease), null, 0);
      return box.engine.execute(OneMailbox.ANA, command).acknowledged();
    }

    /**
     * Releases a lease.
     *
     * @param lease the lease
     * @return the number of messages that are back in the mailbox
     */
    @Operation
    public int release(@Param(name = "lease") int lease) {
      return box.engine.execute(
          OneMailbox.ANA, new Command.Release(LEASES.get(lease), null, 0));
    }
  }
}
