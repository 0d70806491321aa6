package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value shared by members, with the marks of the latest swaps that led to it. A removed value
 * leaves its marks for a while.
 *
 * <p><b>Threads:</b> immutable once read.
 */
final class SharedValue extends Serialized {
  static final int MAX_MARKS = 4;

  private long[] marks = {};
  private byte @Nullable [] bytes;

  /** For deserialization. */
  SharedValue() {}

  private SharedValue(long[] marks, byte @Nullable [] bytes) {
    this.marks = marks;
    this.bytes = bytes;
  }

  /** Returns the value after a swap; null bytes stand for a removed value. */
  static SharedValue after(@Nullable SharedValue before, long mark, byte @Nullable [] bytes) {
    var old = before == null ? new long[0] : before.marks;
    var marks = new long[Math.min(MAX_MARKS, old.length + 1)];
    marks[0] = mark;
    System.arraycopy(old, 0, marks, 1, marks.length - 1);
    return new SharedValue(marks, bytes);
  }

  /** Returns whether a swap is one of the latest that were carried out. */
  boolean hasMark(long mark) {
    return Arrays.stream(marks).anyMatch(known -> known == mark);
  }

  /** Returns the bytes, or null if the value was removed. */
  byte @Nullable [] bytes() {
    return bytes;
  }

  @Override
  SerializedType type() {
    return SerializedType.SHARED_VALUE;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLongArray(marks);
    out.writeByteArray(bytes);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    var read = in.readLongArray();
    marks = read == null ? new long[0] : read;
    bytes = in.readByteArray();
  }
}
