package io.ramtalk;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

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
   * then show less. */
  private final Clock clock;
  private final AtomicLong latest;
  private volatile long ahead;

  Timeline(Clock clock) {
    this.clock = clock;
    latest = new AtomicLong(clock.millis());
  }

  /** Returns the messenger's time. */
  long now() {
    while (true) {
      long aheadBefore = ahead;
      long seen = latest.get();
      long reading = clock.millis();
      if (reading < seen) {
        followBack();
      } else {
        if (reading > seen) {
          latest.compareAndSet(seen, reading);
        }
        if (ahead == aheadBefore) {
          return reading + aheadBefore;
        }
      }
    }
  }

  /** Shows a time of this timeline as the clock would show it. */
  Instant toInstant(long time) {
    return Instant.ofEpochMilli(time - ahead);
  }

  /** Returns by how many milliseconds this timeline is ahead of the clock. */
  long ahead() {
    return ahead;
  }

  List<Message> shown(List<Message> messages) {
    long difference = ahead;
    return difference == 0 ? messages
        : messages.stream().map(message -> message.earlier(difference)).toList();
  }

  List<Receipt> receiptsShown(List<Receipt> receipts) {
    long difference = ahead;
    return difference == 0 ? receipts
        : receipts.stream().map(receipt -> receipt.earlier(difference)).toList();
  }

  private synchronized void followBack() {
    long seen = latest.get();
    long reading = clock.millis();
    if (reading < seen && latest.compareAndSet(seen, reading)) {
      ahead += seen - reading;
    }
  }
}
