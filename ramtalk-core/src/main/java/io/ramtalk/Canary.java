package io.ramtalk;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Goes the way of a message, to see whether it can be gone.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> as signing up, sending, receiving and leaving.
 */
final class Canary {
  /* The upper half of its id is 0, which that of no other user is: a random UUID has a version. So
   * it is told apart without a look into any account: walks pass over it, and nothing that happens
   * to it is counted. Its number is none that can be signed up, or looked for. */
  private static final Content MESSAGE =
      new Content(new byte[] {'!'}, null, Message.NEVER, Message.NEVER);

  private static final long NUMBERS = 100_000_000_000_000_000L;

  private final Engine engine;
  private final Sending sending;
  private final Receiving receiving;

  Canary(Engine engine, Sending sending, Receiving receiving) {
    this.engine = engine;
    this.sending = sending;
    this.receiving = receiving;
  }

  /** Says whether an id is that of a canary. */
  static boolean is(UserId id) {
    return id.high() == 0;
  }

  /** Sends a message to itself and takes it out again; leaves nothing behind. */
  void fly() {
    var self = new UserId(0, UserId.random().low());
    var number = String.format(
        Locale.ROOT, "%017d", Long.remainderUnsigned(self.low(), NUMBERS));
    var user = new User(self, new Mobile(number, number), "", null, Instant.EPOCH);
    engine.register(new Account(user), Integer.MAX_VALUE);
    try {
      var sent = sending.send(self, self, MESSAGE, null);
      var received = receiving.take(self, 1).stream().map(Message::id).toList();
      if (!received.equals(List.of(sent))) {
        throw new IllegalStateException("Sent " + sent + " and received " + received);
      }
    } finally {
      engine.remove(self);
    }
  }
}
