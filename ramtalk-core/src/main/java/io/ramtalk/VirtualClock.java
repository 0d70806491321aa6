package io.ramtalk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A clock that stands still until it is told otherwise, so that a test needs no sleep; or one that
 * goes on as another does, and can be moved beside that.
 *
 * <pre>{@code
 * var clock = VirtualClock.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
 * var talk = RamTalk.builder().clock(clock).build();
 * clock.advance(Duration.ofHours(1));
 * }</pre>
 *
 * <p>What is due by a change (a message that expires, a lease that ends, a receiver that has waited
 * long enough) has happened when {@link #advance} or {@link #set} returns.
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
   * Returns a clock that goes on by itself.
   *
   * @param pace the clock that it shows the time of until it is moved, and keeps pace with then
   * @return the clock, in UTC
   */
  public static VirtualClock running(Clock pace) {
    return new VirtualClock(new Dial(pace), ZoneOffset.UTC);
  }

  /**
   * Moves the clock on.
   *
   * @param duration how far; not negative (to set it back, use {@link #set})
   * @throws IllegalArgumentException if the duration is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("Time goes forward only: " + Checks.words(duration));
    }
    dial.advance(duration);
    dial.tell();
  }

  /**
   * Sets the clock, forward or back, as an operator may set the wall clock.
   *
   * @param instant the time to show
   */
  public void set(Instant instant) {
    dial.set(instant);
    dial.tell();
  }

  /** Shows again what it would show if it had never been moved. */
  public void reset() {
    dial.reset();
    dial.tell();
  }

  @Override
  public Instant instant() {
    return dial.now();
  }

  @Override
  public long millis() {
    return dial.now().toEpochMilli();
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

  /** Says whether time passes although nobody moves the clock. */
  boolean isRunning() {
    return dial.isRunning;
  }

  /** Calls back after every change, in the thread that made it. */
  void addListener(Runnable listener) {
    dial.listeners.add(listener);
  }

  void removeListener(Runnable listener) {
    dial.listeners.remove(listener);
  }

  /** The time that all views of one clock share, and who is told of its changes. */
  private static final class Dial {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Clock pace;
    private final boolean isRunning;
    private volatile Duration ahead = Duration.ZERO;

    Dial(Instant start) {
      pace = Clock.fixed(start, ZoneOffset.UTC);
      isRunning = false;
    }

    Dial(Clock pace) {
      this.pace = pace;
      isRunning = true;
    }

    Instant now() {
      return pace.instant().plus(ahead);
    }

    synchronized void advance(Duration duration) {
      ahead = ahead.plus(duration);
    }

    synchronized void set(Instant instant) {
      ahead = Duration.between(pace.instant(), instant);
    }

    synchronized void reset() {
      ahead = Duration.ZERO;
    }

    void tell() {
      listeners.forEach(Runnable::run);
    }
  }
}
