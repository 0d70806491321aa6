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
   * run ahead of the clock instead of failing. */
  private final AtomicLong last = new AtomicLong();

  MessageId next(long nowMillis) {
    long floor = nowMillis << MessageId.COUNTER_BITS;
    return new MessageId(last.accumulateAndGet(floor, (a, b) -> Math.max(a + 1, b)));
  }
}
