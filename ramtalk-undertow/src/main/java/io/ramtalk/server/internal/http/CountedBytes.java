package io.ramtalk.server.internal.http;

import io.ramtalk.RamBudget;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes that arrive piece by piece and count against the byte budget while they are kept.
 *
 * <p><b>Threads:</b> one thread adds; any thread may call {@link #release}.
 */
public final class CountedBytes {
  /* The capacity of the array is counted, not its content. It grows with the bytes that arrive,
   * never with an announced length, so a thousand connections that announce much and send little
   * cost little. */
  private static final byte[] NONE = {};
  private static final int FIRST_BYTES = 256;
  private static final int KEPT_BYTES = 4 << 10;

  private final RamBudget budget;
  private byte[] bytes = NONE;
  private int size;
  private long counted;
  private boolean released;

  public CountedBytes(RamBudget budget) {
    this.budget = budget;
  }

  public int size() {
    return size;
  }

  /**
   * Adds that many bytes of a piece; the total must not exceed max.
   *
   * @throws io.ramtalk.RamExhausted if the budget is exhausted; nothing is added then
   */
  public void add(ByteBuffer piece, int count, int max) {
    if (size + count > bytes.length) {
      grow(Math.max(size + count, Math.min(max, Math.max(FIRST_BYTES, 2 * bytes.length))));
    }
    piece.get(bytes, size, count);
    size += count;
  }

  /** Returns a copy of the bytes added so far. */
  public byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  /** Removes all bytes; keeps capacity for a short line. */
  public void reset() {
    size = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = NONE;
      uncount();
    }
  }

  /** Releases the reservation; bytes added later are not counted. Repeated calls have no effect. */
  public synchronized void release() {
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
