package io.ramtalk.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The replacement of a text if it equals the expected one; null stands for an absent value. Returns
 * the earlier text. Executing it twice is harmless.
 */
final class SwapProcessor extends Serialized implements EntryProcessor<Object, String, String> {
  private static final long serialVersionUID = 1L;

  private @Nullable String expected;
  private @Nullable String replacement;
  private transient boolean swapped;

  /** For deserialization. */
  SwapProcessor() {}

  SwapProcessor(@Nullable String expected, @Nullable String replacement) {
    this.expected = expected;
    this.replacement = replacement;
  }

  @Override
  @SuppressWarnings("NullAway") // an entry is removed by setting null
  public @Nullable String process(Map.Entry<Object, String> entry) {
    var held = entry.getValue();
    swapped = Objects.equals(held, expected) && !Objects.equals(held, replacement);
    if (swapped) {
      entry.setValue(replacement);
    }
    return held;
  }

  @Override
  public @Nullable EntryProcessor<Object, String, String> getBackupProcessor() {
    return swapped ? this : null;
  }

  @Override
  SerializedType type() {
    return SerializedType.SWAP_PROCESSOR;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeString(expected);
    out.writeString(replacement);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    expected = in.readString();
    replacement = in.readString();
  }
}
