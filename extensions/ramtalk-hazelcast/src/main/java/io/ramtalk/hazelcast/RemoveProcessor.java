package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.ramtalk.engine.Command;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The removal of an account. Returns null if it does not exist. */
final class RemoveProcessor extends Serialized
    implements EntryProcessor<UUID, StoredAccount, Outcome>, HazelcastInstanceAware {
  private static final long serialVersionUID = 1L;

  private transient @Nullable HazelcastInstance instance;
  private String space = "";
  private long now;
  private boolean echo;

  /** For deserialization. */
  RemoveProcessor() {}

  RemoveProcessor(String space, long now) {
    this.space = space;
    this.now = now;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance newInstance) {
    instance = newInstance;
  }

  @Override
  @SuppressWarnings("NullAway") // an entry is removed by setting null
  public @Nullable Outcome process(Map.Entry<UUID, StoredAccount> entry) {
    var home = entry.getValue();
    if (home == null) {
      return null;
    }
    var here = echo ? null : PartitionLedger.of(instance, space);
    if (here != null) {
      here.dismiss(entry.getKey(), home);
    }
    home.cancelTimer();
    home.apply(new Command.Delete(now));
    var outcome = Outcome.of(new byte[0], home.takeEffects(), home);
    entry.setValue(null);
    return outcome;
  }

  @Override
  public EntryProcessor<UUID, StoredAccount, Outcome> getBackupProcessor() {
    var copy = new RemoveProcessor(space, now);
    copy.echo = true;
    return copy;
  }

  @Override
  SerializedType type() {
    return SerializedType.REMOVE_PROCESSOR;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeString(space);
    out.writeLong(now);
    out.writeBoolean(echo);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    space = Objects.requireNonNull(in.readString());
    now = in.readLong();
    echo = in.readBoolean();
  }
}
