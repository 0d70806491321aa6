package io.ramtalk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until it is told otherwise, so that a test needs no sleep.
 *
 * <p>{@snippet :
 * var clock = VirtualClock.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
 * var talk = RamTalk.builder().clock(clock).build();
 * clock.advance(Duration.ofHours(1));
 * }
 *
 * <p><b>Threads:</b> any number; a change is seen by every thread that looks after it.
 */
public final class VirtualClock extends Clock {
  private final Dial dial;
  private final ZoneId zone;

  private VirtualClock(Dial dial, ZoneId zone) {
    this.dial = dial;
    this.zone = zone;
  }

  /**
   * Returns a clock that shows a given time.
   *
   * @param start the time it shows first
   * @return the clock, in UTC
   */
  public static VirtualClock startingAt(Instant start) {
    return new VirtualClock(new Dial(start), ZoneOffset.UTC);
  }

  /**
   * Moves the clock on.
   *
   * @param duration how far; not negative (to set it back, use {@link #set})
   * @throws IllegalArgumentException if the duration is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("Time goes forward only: " + duration);
    }
    dial.advance(duration);
  }

  /**
   * Sets the clock, forward or back, as an operator may set the wall clock.
   *
   * @param instant the time to show
   */
  public void set(Instant instant) {
    dial.set(instant);
  }

  @Override
  public Instant instant() {
    return dial.now;
  }

  @Override
  public long millis() {
    return dial.now.toEpochMilli();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** Returns this clock as seen from another zone: the two always show the same instant. */
  @Override
  public Clock withZone(ZoneId newZone) {
    return new VirtualClock(dial, newZone);
  }

  /** The time that all views of one clock share. */
  private static final class Dial {
    private volatile Instant now;

    Dial(Instant start) {
      now = start;
    }

    synchronized void advance(Duration duration) {
      now = now.plus(duration);
    }

    synchronized void set(Instant instant) {
      now = instant;
    }
  }
}
