package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.ramtalk.UserId;
import java.io.IOException;

/** Tells the other members that a doorbell rang. It may be lost. */
final class Hint extends Portable {
  private UserId user = new UserId(0, 0);
  private long rings;
  private long presenceRings;

  /** Creates one to be read. */
  Hint() {}

  Hint(UserId user, long rings, long presenceRings) {
    this.user = user;
    this.rings = rings;
    this.presenceRings = presenceRings;
  }

  UserId user() {
    return user;
  }

  /** Returns how often the doorbell has rung by now. */
  long rings() {
    return rings;
  }

  long presenceRings() {
    return presenceRings;
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
