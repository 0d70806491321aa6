package io.ramtalk.internal.snapshot;

import io.ramtalk.MessageId;
import io.ramtalk.engine.Account;
import io.ramtalk.engine.AccountCodec;
import io.ramtalk.engine.Command;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A writer of snapshots: the state of a messenger as a stream of bytes.
 *
 * <p><b>Threads:</b> one at a time. <b>Cost:</b> 64 KiB of memory, whatever the number and size of
 * accounts.
 */
public final class SnapshotWriter {
  private final RecordOutput records;
  private final DataOutputStream values;
  private long accounts;
  private long messages;

  /**
   * Writes the header.
   *
   * @param out the destination, which the writer does not close
   * @param header the facts about the messenger
   * @throws IOException if the destination fails
   */
  public SnapshotWriter(OutputStream out, SnapshotHeader header) throws IOException {
    records = new RecordOutput(out);
    values = new DataOutputStream(records);
    records.start(SnapshotFormat.HEADER);
    values.writeInt(SnapshotFormat.VERSION);
    header.write(values);
    records.start(SnapshotFormat.ACCOUNTS);
  }

  /**
   * Writes an account.
   *
   * @param account the account, which must not change meanwhile; see {@link Command.Copy}
   * @throws IOException if the destination fails
   */
  public void write(Account account) throws IOException {
    AccountCodec.write(account, records);
    accounts++;
    messages += account.messageCount();
  }

  /**
   * Writes the trailer, without which a snapshot is incomplete, and flushes the destination.
   *
   * @param latest an id that is not smaller than that of any message sent so far
   * @param time the time of the timeline, in milliseconds
   * @throws IOException if the destination fails
   */
  public void finish(MessageId latest, long time) throws IOException {
    records.start(SnapshotFormat.TRAILER);
    values.writeLong(accounts);
    values.writeLong(messages);
    values.writeLong(latest.value());
    values.writeLong(time);
    records.flush();
  }
}
