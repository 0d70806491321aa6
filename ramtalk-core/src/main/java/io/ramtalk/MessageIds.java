package io.ramtalk;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A generator of message ids that strictly increase within one messenger.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one compare-and-set.
 */
final class MessageIds {
  /* Ids must not repeat when the clock is set back, so the next id is the greater of "this
   * millisecond, counter 0" and "the last id plus one". More than 2^20 ids in one millisecond run
   * ahead of the clock instead of failing. Ids are unsigned, so their millisecond lies between 1970
   * and the year 2527; other clock times are clamped to that range. */
  private static final long MAX_MILLIS = -1L >>> MessageId.COUNTER_BITS;

  private final AtomicLong last = new AtomicLong();

  MessageId next(long nowMillis) {
    long millis = Math.max(0, Math.min(nowMillis, MAX_MILLIS));
    return new MessageId(
        last.accumulateAndGet(millis << MessageId.COUNTER_BITS, MessageIds::successor));
  }

  /** Returns an id that is not smaller than any that was drawn until a time, here or elsewhere. */
  MessageId latest(long nowMillis) {
    long millis = Math.max(0, Math.min(nowMillis, MAX_MILLIS));
    long ofNow = (millis << MessageId.COUNTER_BITS) | (1L << MessageId.COUNTER_BITS) - 1;
    return new MessageId(greater(last.get(), ofNow));
  }

  /** Makes all later ids greater than an id. */
  void continueAfter(MessageId id) {
    last.accumulateAndGet(id.value(), MessageIds::greater);
  }

  private static long greater(long one, long other) {
    return Long.compareUnsigned(one, other) < 0 ? other : one;
  }

  private static long successor(long last, long floor) {
    return Long.compareUnsigned(last, floor) < 0 ? floor : last + 1;
  }
}
