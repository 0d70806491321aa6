package io.ramtalk;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The messenger's own time, in milliseconds: it follows the clock, but never goes back.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one look at the clock.
 */
final class Timeline {
  /* When the clock is set back by an hour, the timeline goes on from where it was, at the clock's
   * pace: a message that has ten minutes left still has ten minutes left. The difference is
   * remembered, and times are shown less that difference, so that what people see agrees with the
   * clock as it is now. A clock that leaps ahead cannot be told from time that passed.
   *
   * The latest reading is looked at before the clock: only a clock that was really set back can
   * then show less. Reading and difference change together, and a time is answered only once it is
   * in there for all to see: else a thread that is slow could answer less than another did. */
  private final Clock clock;
  private final AtomicReference<Reading> latest;

  Timeline(Clock clock) {
    this.clock = clock;
    latest = new AtomicReference<>(new Reading(clock.millis(), 0));
  }

  /** What the clock showed, and by how much the timeline was ahead of it. */
  private record Reading(long millis, long ahead) {
    long time() {
      return millis + ahead;
    }

    /** Returns the same time or a later one, now that the clock shows this. */
    Reading next(long newMillis) {
      return new Reading(newMillis, newMillis < millis ? time() - newMillis : ahead);
    }
  }

  /** Returns the messenger's time. */
  long now() {
    while (true) {
      var seen = reading();
      long millis = clock.millis();
      if (millis == seen.millis()) {
        return seen.time();
      }
      var next = seen.next(millis);
      if (latest.compareAndSet(seen, next)) {
        return next.time();
      }
    }
  }

  private Reading reading() {
    return Objects.requireNonNull(latest.get());
  }

  /** Shows a time of this timeline as the clock would show it. */
  Instant toInstant(long time) {
    return Instant.ofEpochMilli(time - ahead());
  }

  /** Returns by how many milliseconds this timeline is ahead of the clock. */
  long ahead() {
    return reading().ahead();
  }

  List<Message> shown(List<Message> messages) {
    long difference = ahead();
    return difference == 0 ? messages
        : messages.stream().map(message -> message.earlier(difference)).toList();
  }

  List<Receipt> receiptsShown(List<Receipt> receipts) {
    long difference = ahead();
    return difference == 0 ? receipts
        : receipts.stream().map(receipt -> receipt.earlier(difference)).toList();
  }
}
