package io.ramtalk;

import io.ramtalk.engine.StoredMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The messenger's time in milliseconds, which follows the clock but never goes back.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one reading of the clock.
 */
final class MonotonicClock {
  /* When the clock is set back by an hour, the timeline continues from where it was, at the clock's
   * pace: a message with ten minutes left still has ten minutes left. The difference is remembered
   * and subtracted from displayed times, so that they agree with the current clock. A clock that
   * jumps ahead cannot be distinguished from time that passed.
   *
   * The latest reading is loaded before the clock, so a smaller clock value means that the clock
   * was really set back. Reading and difference change together, and now() returns a time only once
   * it is visible to all threads; otherwise a slow thread could return less than another did. */
  private final Clock clock;
  private final AtomicReference<Reading> latest;

  MonotonicClock(Clock clock) {
    this(clock, Long.MIN_VALUE, 0);
  }

  /** Creates a timeline that is that much ahead of the clock, or more to start at a given time. */
  MonotonicClock(Clock clock, long earliest, long ahead) {
    this.clock = clock;
    long millis = clock.millis();
    long time = Math.max(millis + ahead, earliest);
    latest = new AtomicReference<>(new Reading(millis, time - millis));
  }

  /** Moves the timeline to a later time, unless it is there already. */
  void continueAt(long earliest) {
    now();
    latest.updateAndGet(reading -> new Reading(
        reading.millis(), Math.max(reading.ahead(), earliest - reading.millis())));
  }

  /** A reading of the clock, and the difference by which the timeline was ahead of it. */
  private record Reading(long millis, long ahead) {
    long time() {
      return millis + ahead;
    }

    /** Returns the reading for a new clock value; its time is never earlier. */
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

  /** Converts a time of this timeline to the current clock. */
  Instant toInstant(long time) {
    return Instant.ofEpochMilli(time - ahead());
  }

  /** Returns the difference by which this timeline is ahead of the clock, in milliseconds. */
  long ahead() {
    return reading().ahead();
  }

  List<Message> shown(List<Message> messages) {
    long difference = ahead();
    return difference == 0 ? messages
        : messages.stream().map(message -> StoredMessage.earlier(message, difference)).toList();
  }

  List<Receipt> receiptsShown(List<Receipt> receipts) {
    long difference = ahead();
    return difference == 0 ? receipts
        : receipts.stream().map(receipt -> receipt.earlier(difference)).toList();
  }
}
