package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.ramtalk.UserId;
import java.io.IOException;

/** A message to the other members that a doorbell rang. It may be lost. */
final class Hint extends Serialized {
  private UserId user = new UserId(0, 0);
  private long rings;
  private long presenceRings;

  /** For deserialization. */
  Hint() {}

  Hint(UserId user, long rings, long presenceRings) {
    this.user = user;
    this.rings = rings;
    this.presenceRings = presenceRings;
  }

  UserId user() {
    return user;
  }

  /** Returns the total number of rings of the doorbell. */
  long rings() {
    return rings;
  }

  long presenceRings() {
    return presenceRings;
  }

  @Override
  SerializedType type() {
    return SerializedType.HINT;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeLong(user.high());
    out.writeLong(user.low());
    out.writeLong(rings);
    out.writeLong(presenceRings);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    user = new UserId(in.readLong(), in.readLong());
    rings = in.readLong();
    presenceRings = in.readLong();
  }
}
