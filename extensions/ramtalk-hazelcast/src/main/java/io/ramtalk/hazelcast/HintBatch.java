package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.ramtalk.UserId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Hints that travel together, at most one for each user. */
final class HintBatch extends Serialized {
  private List<Hint> hints = List.of();

  /** For deserialization. */
  HintBatch() {}

  HintBatch(Collection<Hint> hints) {
    this.hints = List.copyOf(hints);
  }

  List<Hint> hints() {
    return hints;
  }

  @Override
  SerializedType type() {
    return SerializedType.HINT_BATCH;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeInt(hints.size());
    for (var hint : hints) {
      out.writeLong(hint.user().high());
      out.writeLong(hint.user().low());
      out.writeLong(hint.rings());
      out.writeLong(hint.presenceRings());
    }
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > HintSender.MAX) {
      throw new IOException("Invalid number of hints: " + count);
    }
    var read = new ArrayList<Hint>(count);
    for (int i = 0; i < count; i++) {
      read.add(new Hint(new UserId(in.readLong(), in.readLong()), in.readLong(), in.readLong()));
    }
    hints = read;
  }
}
