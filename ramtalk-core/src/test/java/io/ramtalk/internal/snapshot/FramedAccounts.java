package io.ramtalk.internal.snapshot;

import io.ramtalk.Limits;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Snapshots with arbitrary accounts, in records that are always valid. */
public final class FramedAccounts {
  private static final int MILLIS = 5_000;

  private FramedAccounts() {}

  /**
   * Frames accounts.
   *
   * @param input the number of accounts, that of messages, and the accounts
   * @return a snapshot whose checksums are right
   */
  public static byte[] snapshot(byte[] input) {
    try {
      var bytes = new ByteArrayOutputStream();
      var records = new RecordOutput(bytes);
      var values = new DataOutputStream(records);
      records.start(SnapshotFormat.HEADER);
      values.writeInt(SnapshotFormat.VERSION);
      new SnapshotHeader(Limits.DEFAULT, "0123456789abcdef", MILLIS, 0, 1).write(values);
      records.start(SnapshotFormat.ACCOUNTS);
      values.write(input, Math.min(2, input.length), Math.max(0, input.length - 2));
      records.start(SnapshotFormat.TRAILER);
      values.writeLong(input.length > 0 ? input[0] : 0);
      values.writeLong(input.length > 1 ? input[1] : 0);
      values.writeLong(MILLIS);
      values.writeLong(MILLIS);
      records.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
