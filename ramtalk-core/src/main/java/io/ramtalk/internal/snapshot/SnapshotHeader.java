package io.ramtalk.internal.snapshot;

import io.ramtalk.Limits;
import io.ramtalk.Overflow;
import io.ramtalk.engine.AccountCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The facts about a messenger at the head of its snapshot.
 *
 * @param limits the limits of the messenger that wrote the snapshot
 * @param epoch the epoch of its memory: 16 hexadecimal digits
 * @param time the time of its timeline when the first account was written, in milliseconds
 * @param ahead the milliseconds by which its timeline was ahead of its clock, 0 or more
 * @param users about the number of users
 * @param accountVersion the {@link AccountCodec#VERSION} of the accounts that follow
 */
public record SnapshotHeader(
    Limits limits, String epoch, long time, long ahead, long users, int accountVersion) {
  /** A bit more than 35,000 years after 1970. */
  private static final long MAX_TIME = 1L << 50;

  /**
   * Creates the header of a snapshot that this version writes.
   *
   * @param limits the limits of the messenger
   * @param epoch the epoch of its memory
   * @param time the time of its timeline, in milliseconds
   * @param ahead the milliseconds by which its timeline is ahead of its clock
   * @param users about the number of users
   */
  public SnapshotHeader(Limits limits, String epoch, long time, long ahead, long users) {
    this(limits, epoch, time, ahead, users, AccountCodec.VERSION);
  }

  static boolean isTime(long millis) {
    return millis >= 0 && millis <= MAX_TIME;
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(epoch);
    out.writeLong(time);
    out.writeLong(ahead);
    out.writeInt(limits.mailboxCapacity());
    out.writeInt(limits.textBytes());
    out.writeInt(limits.nameCharacters());
    out.writeInt(limits.imageBytes());
    out.writeInt(limits.imageSidePixels());
    out.writeInt(limits.users());
    out.writeInt(limits.receipts());
    out.writeInt(limits.idempotencyKeys());
    out.writeLong(limits.budgetBytes());
    out.writeUTF(limits.overflow().name());
    out.writeLong(users);
    out.writeInt(accountVersion);
  }

  /** Reads a header. A value out of range is rejected with an IllegalArgumentException. */
  static SnapshotHeader read(DataInput in) throws IOException {
    var epoch = in.readUTF();
    long time = in.readLong();
    long ahead = in.readLong();
    var limits = new Limits(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt(),
        in.readInt(), in.readInt(), in.readInt(), in.readLong(), Overflow.valueOf(in.readUTF()));
    if (!epoch.matches("[0-9a-f]{16}") || ahead < 0 || ahead > time || !isTime(time)) {
      throw new IllegalArgumentException("Invalid epoch or time");
    }
    return new SnapshotHeader(limits, epoch, time, ahead, in.readLong(), in.readInt());
  }
}
