package io.ramtalk.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The faults that a test has planned, each for an event that is counted from when it was planned:
 * never by chance.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one look at a field while nothing is planned.
 */
final class FaultPlan {
  /** The most faults that are planned at a time. */
  static final int MAX_FAULTS = 100;

  /** What is counted. */
  enum Event {
    /** A message that is sent, by whichever door. */
    SEND,
    /** A one-time code, or an SMS of the façade, on its way to its number. */
    CODE,
    /** A frame that was written to a socket or a stream. */
    FRAME
  }

  private final List<Countdown> planned = new ArrayList<>();
  private volatile boolean isEmpty = true;

  /**
   * One fault.
   *
   * @param on what is counted
   * @param nth which of them it befalls, the next being the first
   * @param status what a send is refused with
   * @param delay how late a code comes
   */
  record Fault(Event on, int nth, int status, Duration delay) {}

  /** A fault, and how many events are still to come. */
  private static final class Countdown {
    private final Fault fault;
    private int left;

    Countdown(Fault fault) {
      this.fault = fault;
      left = fault.nth();
    }
  }

  /** Plans a fault. */
  synchronized void add(Fault fault) {
    if (planned.size() == MAX_FAULTS) {
      throw new RequestRefused(
          429, "too_many_faults", "At most " + MAX_FAULTS + " faults can be planned");
    }
    planned.add(new Countdown(fault));
    isEmpty = false;
  }

  /** Returns how many faults have not happened yet. */
  synchronized int count() {
    return planned.size();
  }

  /** Plans nothing any more. */
  synchronized void clear() {
    planned.clear();
    isEmpty = true;
  }

  /** Counts a send, and refuses it if that is planned. */
  void send() {
    var fault = next(Event.SEND);
    if (fault != null) {
      throw new RequestRefused(fault.status(), "fault_planned", "A test planned this refusal");
    }
  }

  /** Counts a code, and returns how late it has to come. */
  Duration code() {
    var fault = next(Event.CODE);
    return fault == null ? Duration.ZERO : fault.delay();
  }

  /** Counts a frame, and returns whether its connection is to be cut behind it. */
  boolean frame() {
    return next(Event.FRAME) != null;
  }

  /** Counts an event; of faults that are planned for the same one, the first befalls it. */
  private @Nullable Fault next(Event event) {
    return isEmpty ? null : count(event);
  }

  private synchronized @Nullable Fault count(Event event) {
    Fault befalls = null;
    for (var countdown : List.copyOf(planned)) {
      if (countdown.fault.on() == event && --countdown.left <= 0) {
        planned.remove(countdown);
        befalls = befalls == null ? countdown.fault : befalls;
      }
    }
    isEmpty = planned.isEmpty();
    return befalls;
  }
}
