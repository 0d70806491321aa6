package io.ramtalk;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Draws message ids that never repeat and never go back within one messenger.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one compare-and-set.
 */
final class MessageIds {
  /* A clock that is set back must not make ids repeat, so the next id is the greater of "this
   * millisecond, counter 0" and "one more than the last". More than 2^20 ids in one millisecond
   * run ahead of the clock instead of failing. Ids are unsigned, so their millisecond lies between
   * 1970 and the year 2527; a clock that shows another time is read as the nearer end. */
  private static final long MAX_MILLIS = -1L >>> MessageId.COUNTER_BITS;

  private final AtomicLong last = new AtomicLong();

  MessageId next(long nowMillis) {
    long millis = Math.max(0, Math.min(nowMillis, MAX_MILLIS));
    return new MessageId(
        last.accumulateAndGet(millis << MessageId.COUNTER_BITS, MessageIds::successor));
  }

  private static long successor(long last, long floor) {
    return Long.compareUnsigned(last, floor) < 0 ? floor : last + 1;
  }
}
