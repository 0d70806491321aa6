package io.ramtalk.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The replacement of bytes if they equal the expected ones; null stands for an absent value.
 * Returns whether this very swap has been carried out, now or by an earlier attempt.
 */
final class MarkedSwapProcessor extends Serialized
    implements EntryProcessor<Object, SharedValue, Boolean> {
  private static final long serialVersionUID = 1L;

  /* After a lost response the swap is retried. The stored bytes alone do not tell whether the first
   * attempt succeeded: another swap may have stored equal bytes, or removed them again. So each
   * swap has a unique mark, which the value stores. */
  private transient byte @Nullable [] expected;
  private transient byte @Nullable [] replacement;
  private transient boolean changed;
  private long mark;
  private long lifeMillis;

  /** For deserialization. */
  MarkedSwapProcessor() {}

  MarkedSwapProcessor(byte @Nullable [] expected, byte @Nullable [] replacement, long mark,
      long lifeMillis) {
    this.expected = expected;
    this.replacement = replacement;
    this.mark = mark;
    this.lifeMillis = lifeMillis;
  }

  @Override
  public Boolean process(Map.Entry<Object, SharedValue> entry) {
    var held = entry.getValue();
    if (held != null && held.hasMark(mark)) {
      return true;
    }
    changed = Arrays.equals(held == null ? null : held.bytes(), expected);
    if (changed) {
      ((ExtendedMapEntry<Object, SharedValue>) entry).setValue(
          SharedValue.after(held, mark, replacement), lifeMillis, TimeUnit.MILLISECONDS);
    }
    return changed;
  }

  @Override
  public @Nullable EntryProcessor<Object, SharedValue, Boolean> getBackupProcessor() {
    return changed ? this : null;
  }

  @Override
  SerializedType type() {
    return SerializedType.MARKED_SWAP_PROCESSOR;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeByteArray(expected);
    out.writeByteArray(replacement);
    out.writeLong(mark);
    out.writeLong(lifeMillis);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    expected = in.readByteArray();
    replacement = in.readByteArray();
    mark = in.readLong();
    lifeMillis = in.readLong();
  }
}
