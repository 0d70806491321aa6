package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks after an account once members came or went: counts it where it lives now, and ends the
 * connections of members that are gone. Answers what that means for others, null for nothing.
 */
final class SettleStep extends Portable
    implements EntryProcessor<UUID, Residence, Outcome>, HazelcastInstanceAware {
  private static final long serialVersionUID = 1L;

  private static final long MAX_CANARY_MILLIS = 60_000;

  private transient @Nullable HazelcastInstance instance;
  private String space = "";
  private transient List<UUID> gone = List.of();
  private long now;
  private long clusterTime;
  private boolean echo;

  /** Creates one to be read. */
  SettleStep() {}

  SettleStep(String space, List<UUID> gone, long now, long clusterTime) {
    this.space = space;
    this.gone = gone;
    this.now = now;
    this.clusterTime = clusterTime;
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance newInstance) {
    instance = newInstance;
  }

  @Override
  @SuppressWarnings("NullAway") // an entry is removed by setting null
  public @Nullable Outcome process(Map.Entry<UUID, Residence> entry) {
    var home = entry.getValue();
    if (home == null) {
      return null;
    }
    var here = echo ? null : Caretaker.of(instance, space);
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
    if (gone.stream().noneMatch(home.presences()::has)) {
      return null;
    }
    var outcome = here == null ? forget(home)
        : here.apply(entry.getKey(), home, () -> 0, () -> forget(home));
    entry.setValue(home);
    return outcome;
  }

  /** Says whether this is a canary that could not be removed; its place is when it came. */
  private boolean isLeftOver(Residence home) {
    return home.place() < 0 && -home.place() < clusterTime - MAX_CANARY_MILLIS;
  }

  private Outcome forget(Residence home) {
    gone.forEach(member -> home.endConnections(member, now));
    return Outcome.of(new byte[0], home.takeEffects(), home);
  }

  @Override
  public EntryProcessor<UUID, Residence, Outcome> getBackupProcessor() {
    var copy = new SettleStep(space, gone, now, clusterTime);
    copy.echo = true;
    return copy;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeString(space);
    out.writeInt(gone.size());
    for (var member : gone) {
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
    gone = read;
    now = in.readLong();
    clusterTime = in.readLong();
    echo = in.readBoolean();
  }
}
