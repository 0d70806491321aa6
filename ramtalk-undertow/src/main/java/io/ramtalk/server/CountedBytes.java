package io.ramtalk.server;

import io.ramtalk.RamBudget;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes that arrive piece by piece, counted against the byte budget for as long as they are kept.
 *
 * <p><b>Threads:</b> one adds; any may {@link #release}.
 */
final class CountedBytes {
  /* What is counted is the array, not what is in it. It grows with what came and never with what
   * was announced: a thousand connections that promise much and send little cost little. */
  private static final byte[] NONE = {};
  private static final int FIRST_BYTES = 256;
  private static final int KEPT_BYTES = 4 << 10;

  private final RamBudget budget;
  private byte[] bytes = NONE;
  private int size;
  private long counted;
  private boolean released;

  CountedBytes(RamBudget budget) {
    this.budget = budget;
  }

  int size() {
    return size;
  }

  /**
   * Adds that many bytes of a piece; there must not be over max in all.
   *
   * @throws io.ramtalk.RamExhausted if the budget has no room; nothing is added then
   */
  void add(ByteBuffer piece, int count, int max) {
    if (size + count > bytes.length) {
      grow(Math.max(size + count, Math.min(max, Math.max(FIRST_BYTES, 2 * bytes.length))));
    }
    piece.get(bytes, size, count);
    size += count;
  }

  /** Returns a copy of what was added. */
  byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  /** Empties it; room for a short line is kept. */
  void reset() {
    size = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = NONE;
      uncount();
    }
  }

  /** Counts no more from now on. Doing so twice is harmless. */
  synchronized void release() {
    released = true;
    uncount();
  }

  private synchronized void grow(int length) {
    if (!released) {
      budget.reserve(length - bytes.length);
      counted += length - bytes.length;
    }
    bytes = Arrays.copyOf(bytes, length);
  }

  private synchronized void uncount() {
    budget.release(counted);
    counted = 0;
  }
}
