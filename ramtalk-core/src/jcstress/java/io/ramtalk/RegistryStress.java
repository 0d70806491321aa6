package io.ramtalk;

import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** The view that one thread has of a user while another thread registers or changes the user. */
public final class RegistryStress {
  private static final Mobile MOBILE = new Mobile("01711111111", "01711111111");

  private RegistryStress() {}

  private static Engine engine() {
    return ManualHost.open(new HeapEngine(), VirtualClock.startingAt(Instant.EPOCH));
  }

  private static User user(String name) {
    return new User(new UserId(1, 1), MOBILE, name, null, Instant.EPOCH);
  }

  /** The walk over all users. */
  @JCStressTest
  @Outcome(id = "nobody", expect = Expect.ACCEPTABLE, desc = "The walk came first.")
  @Outcome(id = "Ana", expect = Expect.ACCEPTABLE, desc = "The user, whole.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "A user that is not whole.")
  @State
  public static class Walk {
    private final Engine engine = engine();

    /** Registers a user. */
    @Actor
    public void register() {
      engine.register(new Account(user("Ana")), 1);
    }

    /**
     * Walks over all users.
     *
     * @param seen the name of the first user
     */
    @Actor
    public void walk(L_Result seen) {
      var walk = engine.users(null);
      seen.r1 = walk.hasNext() ? walk.next().user().name() : "nobody";
    }
  }

  /** The index by number, followed by the index by id. */
  @JCStressTest
  @Outcome(id = "nobody", expect = Expect.ACCEPTABLE, desc = "The search came first.")
  @Outcome(id = "Ana", expect = Expect.ACCEPTABLE, desc = "Found, and the id works.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Found by number, but the id does not work.")
  @State
  public static class Find {
    private final Engine engine = engine();

    /** Registers a user. */
    @Actor
    public void register() {
      engine.register(new Account(user("Ana")), 1);
    }

    /**
     * Finds the user by number, and then uses the id.
     *
     * @param seen the name of the user
     */
    @Actor
    public void find(L_Result seen) {
      var found = engine.find(MOBILE);
      if (found == null) {
        seen.r1 = "nobody";
        return;
      }
      var shown = engine.execute(found.id(), Command.ShowUser.INSTANCE);
      seen.r1 = shown == null ? "no such id" : shown.name();
    }
  }

  /** A profile that changes. */
  @JCStressTest
  @Outcome(id = "Ana 0", expect = Expect.ACCEPTABLE, desc = "Before the change.")
  @Outcome(id = "Bo 30", expect = Expect.ACCEPTABLE, desc = "After the change.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Name and picture of two profiles.")
  @State
  public static class Change {
    private static final Image IMAGE = Image.of(Pictures.webpLossy(1, 1), Limits.DEFAULT);

    private final Engine engine = engine();

    /** Creates an engine with one user. */
    public Change() {
      engine.register(new Account(user("Ana")), 1);
    }

    /** Changes name and picture. */
    @Actor
    public void change() {
      engine.execute(new UserId(1, 1),
          new Command.Change(new ProfileChange.Checked("Bo", IMAGE, false)));
    }

    /**
     * Reads the user.
     *
     * @param seen the name and the size of the picture
     */
    @Actor
    public void look(L_Result seen) {
      var user = engine.users(null).next().user();
      var image = user.image();
      seen.r1 = user.name() + " " + (image == null ? 0 : image.bytes().length);
    }
  }
}
