package io.ramtalk;

import io.ramtalk.engine.Account;
import io.ramtalk.engine.Engine;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A self-test that sends a message through the whole path and receives it again.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one sign-up, send, receive and removal.
 */
final class SelfTest {
  /* The upper half of the self-test's id is 0. A random UUID has version bits there, so no user has
   * such an id, and the self-test is recognized without reading an account: walks skip it and its
   * events are not counted. Its number can be neither registered nor searched for. */
  private static final Content MESSAGE =
      new Content(new byte[] {'!'}, null, Engine.NEVER, Engine.NEVER);

  private static final long NUMBERS = 100_000_000_000_000_000L;

  private final Engine engine;
  private final Sending sending;
  private final Receiving receiving;

  SelfTest(Engine engine, Sending sending, Receiving receiving) {
    this.engine = engine;
    this.sending = sending;
    this.receiving = receiving;
  }

  /** Returns true if the id belongs to a self-test. */
  static boolean is(UserId id) {
    return id.high() == 0;
  }

  /** Sends a message to itself and takes it out again. Leaves nothing behind. */
  void run() {
    var self = new UserId(0, UserId.random().low());
    var number = String.format(
        Locale.ROOT, "%017d", Long.remainderUnsigned(self.low(), NUMBERS));
    var user = new User(self, new Mobile(number, number), "", null, Instant.EPOCH);
    engine.register(new Account(user), Integer.MAX_VALUE);
    try {
      var sent = sending.send(self, self, MESSAGE);
      var received = receiving.take(self, 1).stream().map(Message::id).toList();
      if (!received.equals(List.of(sent))) {
        throw new IllegalStateException("Self-test sent " + sent + " but received " + received);
      }
    } finally {
      engine.remove(self);
    }
  }
}
