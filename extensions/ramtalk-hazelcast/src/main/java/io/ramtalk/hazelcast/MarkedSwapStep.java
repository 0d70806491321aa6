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
 * Puts bytes in the place of others, null standing for none, if the others are there; returns
 * whether this very swap has been carried out.
 */
final class MarkedSwapStep extends Portable
    implements EntryProcessor<Object, SharedValue, Boolean> {
  private static final long serialVersionUID = 1L;

  /* When a response is lost, the swap is made again. What it finds then does not tell: another
   * swap may have put the same bytes there, or have taken them away again. So each swap has a mark
   * of its own, which the value keeps. */
  private transient byte @Nullable [] expected;
  private transient byte @Nullable [] replacement;
  private transient boolean changed;
  private long mark;
  private long lifeMillis;

  /** Creates one to be read. */
  MarkedSwapStep() {}

  MarkedSwapStep(byte @Nullable [] expected, byte @Nullable [] replacement, long mark,
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
