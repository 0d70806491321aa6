package io.ramtalk.server.internal.mail;

import io.ramtalk.server.internal.wire.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The faults that a test has planned. Each happens at a numbered event, counted from when it was
 * planned, never at random.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one read of a field while no fault is planned.
 */
public final class FaultPlan {
  /** Maximum number of planned faults. */
  public static final int MAX_FAULTS = 100;

  /** An event to count. */
  public enum Event {
    /** A message is sent, through any route or transport. */
    SEND,
    /** A one-time code, or an SMS of the facade, is about to be delivered. */
    CODE,
    /** A frame has been written to a WebSocket or an event stream. */
    FRAME
  }

  private final List<Countdown> planned = new ArrayList<>();
  private volatile boolean isEmpty = true;

  /**
   * A fault.
   *
   * @param on the event to count
   * @param nth the number of the event at which the fault happens; 1 is the next event
   * @param status the status that a send is rejected with
   * @param delay the delay of a code
   */
  public record Fault(Event on, int nth, int status, Duration delay) {}

  /** A fault and the number of events until it happens. */
  private static final class Countdown {
    private final Fault fault;
    private int left;

    Countdown(Fault fault) {
      this.fault = fault;
      left = fault.nth();
    }
  }

  /** Plans a fault. */
  public synchronized void add(Fault fault) {
    if (planned.size() == MAX_FAULTS) {
      throw new ProblemException(
          429, "too_many_faults", "A test can plan at most " + MAX_FAULTS + " faults");
    }
    planned.add(new Countdown(fault));
    isEmpty = false;
  }

  /** Returns the number of faults that have not happened yet. */
  public synchronized int count() {
    return planned.size();
  }

  /** Removes all planned faults. */
  public synchronized void clear() {
    planned.clear();
    isEmpty = true;
  }

  /** Counts a send and rejects it if planned. */
  void send() {
    var fault = next(Event.SEND);
    if (fault != null) {
      throw new ProblemException(fault.status(), "fault_planned", "A test planned this rejection");
    }
  }

  /** Counts a code and returns its delay. */
  public Duration code() {
    var fault = next(Event.CODE);
    return fault == null ? Duration.ZERO : fault.delay();
  }

  /** Counts a frame and returns whether to cut its connection. */
  public boolean frame() {
    return next(Event.FRAME) != null;
  }

  /** Counts an event; if several faults are planned for it, the first one happens. */
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
