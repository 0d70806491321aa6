package io.ramtalk.hazelcast;

import com.hazelcast.core.ReadOnly;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A query for the place of an account and the counts of its two doorbells. */
final class LookProcessor extends Serialized
    implements EntryProcessor<UUID, StoredAccount, long[]>, ReadOnly {
  private static final long serialVersionUID = 1L;

  /** Creates a step. */
  LookProcessor() {}

  @Override
  public long @Nullable [] process(Map.Entry<UUID, StoredAccount> entry) {
    var home = entry.getValue();
    return home == null
        ? null : new long[] {home.place(), home.rings(), home.presenceRings()};
  }

  @Override
  public @Nullable EntryProcessor<UUID, StoredAccount, long[]> getBackupProcessor() {
    return null;
  }

  @Override
  SerializedType type() {
    return SerializedType.LOOK_PROCESSOR;
  }

  @Override
  public void writeData(ObjectDataOutput out) {
    // The step has no fields.
  }

  @Override
  public void readData(ObjectDataInput in) {
    // The step has no fields.
  }
}
