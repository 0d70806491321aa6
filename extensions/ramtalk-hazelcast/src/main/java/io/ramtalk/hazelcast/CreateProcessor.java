package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.ramtalk.engine.AccountCodec;
import io.ramtalk.RamExhausted;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The creation of an account. Executing it twice is harmless. */
final class CreateProcessor extends Serialized
    implements EntryProcessor<UUID, StoredAccount, Outcome>, HazelcastInstanceAware {
  private static final long serialVersionUID = 1L;

  private transient @Nullable HazelcastInstance instance;
  private String space = "";
  private byte[] account = {};
  private long place;
  private boolean echo;
  private transient boolean refused;

  /** For deserialization. */
  CreateProcessor() {}

  CreateProcessor(String space, byte[] account, long place) {
    this.space = space;
    this.account = account;
    this.place = place;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance newInstance) {
    instance = newInstance;
  }

  @Override
  public Outcome process(Map.Entry<UUID, StoredAccount> entry) {
    var home = entry.getValue();
    if (home == null) {
      home = new StoredAccount(AccountCodec.decode(account), place);
      var here = echo ? null : PartitionLedger.of(instance, space);
      try {
        if (here != null) {
          here.admit(entry.getKey(), home);
        }
      } catch (RamExhausted full) {
        refused = true;
        return Outcome.noRoom(full);
      }
      entry.setValue(home);
    }
    return Outcome.of(new byte[0], null, home);
  }

  @Override
  public @Nullable EntryProcessor<UUID, StoredAccount, Outcome> getBackupProcessor() {
    if (refused) {
      return null;
    }
    var copy = new CreateProcessor(space, account, place);
    copy.echo = true;
    return copy;
  }

  @Override
  SerializedType type() {
    return SerializedType.CREATE_PROCESSOR;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeString(space);
    out.writeByteArray(account);
    out.writeLong(place);
    out.writeBoolean(echo);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    space = Objects.requireNonNull(in.readString());
    account = Objects.requireNonNull(in.readByteArray());
    place = in.readLong();
    echo = in.readBoolean();
  }
}
