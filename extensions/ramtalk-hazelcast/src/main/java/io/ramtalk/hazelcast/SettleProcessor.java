package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.ramtalk.engine.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The settling of an account after members joined or left: it is counted where it is stored now,
 * and the connections of departed members are removed. Returns the effects, or null if there are
 * none.
 */
final class SettleProcessor extends Serialized
    implements EntryProcessor<UUID, StoredAccount, Outcome>, HazelcastInstanceAware {
  private static final long serialVersionUID = 1L;

  private static final long MAX_SELF_TEST_MILLIS = 60_000;

  /* A member has departed if neither the asking member nor the member with the account counts it:
   * either may not have noticed a join yet. A member that has not noticed a departure may still
   * accept statements of the departed one, so it reports that it is behind, to be asked again. */
  private transient @Nullable HazelcastInstance instance;
  private transient boolean looked;
  private String space = "";
  private transient List<UUID> present = List.of();
  private long now;
  private long clusterTime;
  private boolean echo;

  /** For deserialization. */
  SettleProcessor() {}

  SettleProcessor(String space, List<UUID> present, long now, long clusterTime) {
    this.space = space;
    this.present = present;
    this.now = now;
    this.clusterTime = clusterTime;
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
    if (isLeftOver(home)) {
      if (here != null) {
        here.dismiss(entry.getKey(), home);
      }
      entry.setValue(null);
      return null;
    }
    if (here != null) {
      here.touch(entry.getKey(), home);
    }
    boolean behind = !echo && isBehind();
    if (!new Command.RetainMembers(known(), now).isDueIn(home.account())) {
      return behind ? Outcome.of(new byte[0], null, home).behind() : null;
    }
    var retain = new Command.RetainMembers(look(), now);
    var outcome = here == null ? apply(retain, home)
        : here.apply(entry.getKey(), home, () -> 0, () -> apply(retain, home));
    entry.setValue(home);
    return behind ? outcome.behind() : outcome;
  }

  /** Returns true once if this member counts a member that the asking one does not. */
  private synchronized boolean isBehind() {
    boolean isFirst = !looked;
    looked = true;
    int before = present.size();
    return isFirst && look().size() > before;
  }

  private synchronized List<UUID> known() {
    return present;
  }

  /** Adds the members that this one counts now. A backup uses the same list as the account. */
  private synchronized List<UUID> look() {
    if (!echo && instance != null) {
      var known = new LinkedHashSet<>(present);
      instance.getCluster().getMembers().forEach(member -> known.add(member.getUuid()));
      present = List.copyOf(known);
    }
    return present;
  }

  /** Returns whether this is an old self-test user; its place is its time of creation. */
  private boolean isLeftOver(StoredAccount home) {
    return home.place() < 0 && -home.place() < clusterTime - MAX_SELF_TEST_MILLIS;
  }

  private static Outcome apply(Command.RetainMembers retain, StoredAccount home) {
    home.apply(retain);
    return Outcome.of(new byte[0], home.takeEffects(), home);
  }

  @Override
  public EntryProcessor<UUID, StoredAccount, Outcome> getBackupProcessor() {
    var copy = new SettleProcessor(space, present, now, clusterTime);
    copy.echo = true;
    return copy;
  }

  @Override
  SerializedType type() {
    return SerializedType.SETTLE_PROCESSOR;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeString(space);
    out.writeInt(present.size());
    for (var member : present) {
      out.writeLong(member.getMostSignificantBits());
      out.writeLong(member.getLeastSignificantBits());
    }
    out.writeLong(now);
    out.writeLong(clusterTime);
    out.writeBoolean(echo);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    space = Objects.requireNonNull(in.readString());
    int count = in.readInt();
    var read = new ArrayList<UUID>();
    for (int i = 0; i < count; i++) {
      read.add(new UUID(in.readLong(), in.readLong()));
    }
    present = read;
    now = in.readLong();
    clusterTime = in.readLong();
    echo = in.readBoolean();
  }
}
