package io.ramtalk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A clock for tests, which stands still until it is moved. A running variant follows another clock
 * and can be moved as well.
 *
 * <pre>{@code
 * var clock = VirtualClock.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
 * var talk = RamTalk.builder().clock(clock).build();
 * clock.advance(Duration.ofHours(1));
 * }</pre>
 *
 * <p>When {@link #advance} or {@link #set} returns, everything due by then has happened: messages
 * have expired, leases have ended, and waiting receivers have timed out.
 *
 * <p><b>Threads:</b> any number; a change is visible to all later reads.
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
   * @param start the initial time
   * @return the clock, in UTC
   */
  public static VirtualClock startingAt(Instant start) {
    return new VirtualClock(new Dial(start), ZoneOffset.UTC);
  }

  /**
   * Returns a clock that runs by itself.
   *
   * @param pace the clock to follow, first at the same time and after a change at the same pace
   * @return the clock, in UTC
   */
  public static VirtualClock running(Clock pace) {
    return new VirtualClock(new Dial(pace), ZoneOffset.UTC);
  }

  /**
   * Moves the clock forward.
   *
   * @param duration the distance; not negative (to set the clock back, use {@link #set})
   * @throws IllegalArgumentException if the duration is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "The duration must not be negative: " + Checks.words(duration) + "; use set instead");
    }
    dial.advance(duration);
    dial.tell();
  }

  /**
   * Sets the clock, forward or back, like an operator who sets the wall clock.
   *
   * @param instant the time to show
   */
  public void set(Instant instant) {
    dial.set(instant);
    dial.tell();
  }

  /** Undoes all changes to the clock. */
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

  /** Returns a view of this clock in another zone; both always show the same instant. */
  @Override
  public Clock withZone(ZoneId newZone) {
    return new VirtualClock(dial, newZone);
  }

  /** Returns whether time passes without a change to the clock. */
  boolean isRunning() {
    return dial.isRunning;
  }

  /** Adds a listener, called after every change by the thread that made it. */
  void addListener(Runnable listener) {
    dial.listeners.add(listener);
  }

  void removeListener(Runnable listener) {
    dial.listeners.remove(listener);
  }

  /** The time shared by all views of one clock, and its listeners. */
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
