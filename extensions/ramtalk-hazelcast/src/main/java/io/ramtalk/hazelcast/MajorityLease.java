package io.ramtalk.hazelcast;

import io.ramtalk.EngineUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A lease that holds while a majority of the cluster counts this member and agrees with its clock.
 * Only then are its results valid.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> {@link #begin} and {@link #check} read two clocks.
 */
final class MajorityLease {
  /* The other members take over a member's accounts after five seconds of silence. A member that
   * was frozen for that long does not notice it when it resumes: the data in its sockets makes the
   * others seem alive, and its own data is outdated. So it asks the others whether they count it.
   * Their confirmation holds from the time of the question, for less than those five seconds. A
   * call counts if the lease held without a gap from its start to its response: a lease that
   * expired and was renewed in between is another term.
   *
   * The monotonic clock shows how long a process was stopped. It may stand still while a whole
   * machine is paused, so the wall clock is checked as well.
   *
   * Each command carries the time of the member that makes it. With a clock that is minutes ahead,
   * leases and messages would expire early, and a mailbox would forget the messages that must not
   * be stored twice. So a confirmation counts only if both clocks agree. */
  private static final Logger LOG = System.getLogger(MajorityLease.class.getName());

  static final long HOLDS_MILLIS = ClusterConfig.TOLERATED_SILENCE_MILLIS;

  /** The largest accepted difference between the wall clocks of two members. */
  static final long MAX_CLOCK_DIFFERENCE_MILLIS = 5_000;

  private final int othersNeeded;
  private final Supplier<Moment> clock;
  private final Map<UUID, Moment> asked = new HashMap<>();
  private final Map<UUID, String> clockFaults = new HashMap<>();
  private volatile Term term;

  /**
   * A moment on both clocks.
   *
   * @param nanos time of the monotonic clock, in nanoseconds
   * @param millis time of the wall clock, in milliseconds
   */
  record Moment(long nanos, long millis) {
    static Moment now() {
      return new Moment(System.nanoTime(), System.currentTimeMillis());
    }

    /** Returns whether a confirmation from this moment has expired. */
    boolean isOver(Moment now) {
      return now.nanos - nanos > TimeUnit.MILLISECONDS.toNanos(HOLDS_MILLIS)
          || Math.abs(now.millis - millis) > HOLDS_MILLIS;
    }
  }

  /** A period without a gap, and the moment of its latest confirmation. */
  private record Term(long number, Moment from) {}

  /**
   * Creates a lease that does not hold yet, unless one member is a majority.
   *
   * @param majority number of members in a majority, including this one
   * @param clock the source of time
   */
  MajorityLease(int majority, Supplier<Moment> clock) {
    othersNeeded = majority - 1;
    this.clock = clock;
    var now = clock.get();
    term = new Term(0, new Moment(
        now.nanos() - TimeUnit.MILLISECONDS.toNanos(2 * HOLDS_MILLIS), now.millis()));
  }

  /** Returns the moment to pass to {@link #commit}; read it before asking a member. */
  Moment now() {
    return clock.get();
  }

  /**
   * Records that a member counts this one, as of the moment of the question.
   *
   * @param itsMillis the wall clock of that member at its response, in milliseconds
   */
  synchronized void commit(UUID member, Moment whenAsked, long itsMillis) {
    if (!agrees(member, whenAsked, itsMillis)) {
      asked.remove(member);
      return;
    }
    var known = asked.get(member);
    if (known == null || whenAsked.nanos() - known.nanos() > 0) {
      asked.put(member, whenAsked);
      renew();
    }
  }

  /** Returns whether the clock of a member may show the same time as the clock of this one. */
  private boolean agrees(UUID member, Moment whenAsked, long itsMillis) {
    long ahead = whenAsked.millis() - itsMillis;
    long behind = itsMillis - clock.get().millis();
    long difference = Math.max(ahead, behind);
    if (difference <= MAX_CLOCK_DIFFERENCE_MILLIS) {
      clockFaults.remove(member);
      return true;
    }
    var fault = "the clock of this member is " + TimeUnit.MILLISECONDS.toSeconds(difference)
        + " s " + (ahead > behind ? "ahead of" : "behind") + " that of member " + member;
    if (clockFaults.put(member, fault) == null) {
      LOG.log(Level.WARNING, "That member does not count for the majority: {0}", fault);
    }
    return false;
  }

  /** Removes departed members. */
  synchronized void retain(Collection<UUID> members) {
    asked.keySet().retainAll(members);
    clockFaults.keySet().retainAll(members);
  }

  private void renew() {
    if (asked.size() < othersNeeded || othersNeeded == 0) {
      return;
    }
    var now = clock.get();
    var latest = asked.values().stream()
        .sorted(Comparator.comparingLong(moment -> now.nanos() - moment.nanos()))
        .skip(othersNeeded - 1L).findFirst().orElseThrow();
    if (!latest.isOver(now)) {
      term = new Term(term.number() + (term.from().isOver(now) ? 1 : 0), latest);
    }
  }

  /** Returns whether the lease holds. */
  boolean holds() {
    return holds(term);
  }

  private boolean holds(Term some) {
    return othersNeeded == 0 || !some.from().isOver(clock.get());
  }

  /**
   * Returns the term in which a call starts.
   *
   * @throws EngineUnavailable if the lease does not hold; the call was not applied
   */
  long begin() {
    var now = term;
    if (!holds(now)) {
      throw EngineUnavailable.notApplied(whyNot());
    }
    return now.number();
  }

  private synchronized String whyNot() {
    return clockFaults.values().stream().findAny()
        .orElse("too few members of the cluster are reachable");
  }

  /**
   * Rejects the result of a call unless its term lasts.
   *
   * @param number the term in which the call started
   * @throws EngineUnavailable if the lease has expired since; the call may have been applied
   */
  void check(long number) {
    var now = term;
    if (now.number() != number || !holds(now)) {
      throw EngineUnavailable.outcomeUnknown("this member was cut off from the majority");
    }
  }
}
