package io.ramtalk.hazelcast;

import io.ramtalk.EngineUnavailable;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whether a majority of the cluster counted this member as one of its own a moment ago: only then
 * does its word count.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> {@link #begin} and {@link #check} look at two clocks.
 */
final class MajorityLease {
  /* The others take over what a member has once they have not heard of it for five seconds. One
   * that was frozen that long does not know it when it goes on: what its sockets hold makes the
   * others seem alive, and what it alone has is long out of date. So others are asked whether they
   * count this member, and their word holds from when they were asked, for less than those five
   * seconds. A call counts if the lease held all the while from its beginning to its answer: one
   * that ran out in between and was renewed is another term.
   *
   * A process that is stopped is told of by the monotonic clock. That clock may stand still
   * together with a machine that is paused, so the other one is looked at as well. */
  static final long HOLDS_MILLIS = ClusterConfig.TOLERATED_SILENCE_MILLIS;

  private final int othersNeeded;
  private final Supplier<Moment> clock;
  private final Map<UUID, Moment> asked = new HashMap<>();
  private volatile Term term;

  /**
   * A time on both clocks.
   *
   * @param nanos of the monotonic clock
   * @param millis of the wall clock
   */
  record Moment(long nanos, long millis) {
    static Moment now() {
      return new Moment(System.nanoTime(), System.currentTimeMillis());
    }

    /** Says whether a lease that held from then on does not hold any more. */
    boolean isOver(Moment now) {
      return now.nanos - nanos > TimeUnit.MILLISECONDS.toNanos(HOLDS_MILLIS)
          || Math.abs(now.millis - millis) > HOLDS_MILLIS;
    }
  }

  /** A time without a gap, and from when its last part holds. */
  private record Term(long number, Moment from) {}

  /**
   * Creates one that does not hold yet, unless one member is a majority.
   *
   * @param majority how many members are one, this one included
   * @param clock tells the time
   */
  MajorityLease(int majority, Supplier<Moment> clock) {
    othersNeeded = majority - 1;
    this.clock = clock;
    var now = clock.get();
    term = new Term(0, new Moment(
        now.nanos() - TimeUnit.MILLISECONDS.toNanos(2 * HOLDS_MILLIS), now.millis()));
  }

  /** Returns the time for {@link #confirm}, before a member is asked. */
  Moment now() {
    return clock.get();
  }

  /** Notes that a member counts this one, as of when it was asked. */
  synchronized void confirm(UUID member, Moment whenAsked) {
    var known = asked.get(member);
    if (known == null || whenAsked.nanos() - known.nanos() > 0) {
      asked.put(member, whenAsked);
      renew();
    }
  }

  /** Forgets members that are gone. */
  synchronized void retain(Collection<UUID> members) {
    asked.keySet().retainAll(members);
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

  /** Says whether a majority is there. */
  boolean holds() {
    return holds(term);
  }

  private boolean holds(Term some) {
    return othersNeeded == 0 || !some.from().isOver(clock.get());
  }

  /**
   * Returns the term in which a call begins.
   *
   * @throws EngineUnavailable if there is no majority; nothing was done
   */
  long begin() {
    var now = term;
    if (!holds(now)) {
      throw EngineUnavailable.notApplied("too few members of the cluster are there");
    }
    return now.number();
  }

  /**
   * Refuses the answer of a call unless its term lasts.
   *
   * @param number the term in which it began
   * @throws EngineUnavailable if there was no majority in between; it may have been done
   */
  void check(long number) {
    var now = term;
    if (now.number() != number || !holds(now)) {
      throw EngineUnavailable.outcomeUnknown("this member was alone");
    }
  }
}
