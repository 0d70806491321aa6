package io.ramtalk.internal.snapshot;

import io.ramtalk.InvalidInput;
import io.ramtalk.InvalidSnapshot;
import io.ramtalk.MessageId;
import io.ramtalk.RamExhausted;
import io.ramtalk.engine.Account;
import io.ramtalk.engine.AccountCodec;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the snapshots that {@link SnapshotWriter} writes, in all format versions up to its
 * own. It reads no byte beyond the end of a snapshot.
 *
 * <p>Checksums reveal accidental damage. Values that would break the rules of accounts are rejected
 * as well, so a forged snapshot contains wrong users and messages at worst.
 *
 * <p><b>Threads:</b> one at a time. <b>Cost:</b> 64 KiB of memory, and that of one account.
 */
public final class SnapshotReader {
  private final RecordInput records;
  private final DataInputStream values;
  private final SnapshotHeader header;
  private final AccountCodec.Reader accounts;
  private long accountCount;
  private long messageCount;
  private long time;
  private @Nullable MessageId latest;

  /**
   * Reads the header.
   *
   * @param in the snapshot, which the reader does not close
   * @throws InvalidSnapshot if the bytes are not a snapshot, or are damaged, incomplete or of a
   *     newer version; its code says which
   * @throws IOException if the source fails
   */
  public SnapshotReader(InputStream in) throws IOException {
    records = new RecordInput(in);
    values = new DataInputStream(records);
    try {
      header = readHeader();
      accounts = new AccountCodec.Reader(records, header.accountVersion());
    } catch (EOFException | UTFDataFormatException | IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private SnapshotHeader readHeader() throws IOException {
    records.start(SnapshotFormat.HEADER);
    int version = values.readInt();
    if (version > SnapshotFormat.VERSION) {
      throw InvalidSnapshot.tooNew(version, SnapshotFormat.VERSION);
    } else if (version < 1) {
      throw records.damaged("format version " + version);
    }
    var read = SnapshotHeader.read(values);
    records.end();
    records.start(SnapshotFormat.ACCOUNTS);
    return read;
  }

  /**
   * Returns the header.
   *
   * @return the facts about the messenger that wrote the snapshot
   */
  public SnapshotHeader header() {
    return header;
  }

  /**
   * Reads the next account.
   *
   * @param maxBytes maximum size of an encoded account in bytes; a record more may be read
   * @return the account, or null after the last one: the snapshot is complete then
   * @throws InvalidSnapshot if the snapshot is damaged or incomplete
   * @throws RamExhausted if the account has more bytes than that
   * @throws IOException if the source fails
   */
  public @Nullable Account next(long maxBytes) throws IOException {
    if (latest != null) {
      return null;
    }
    try {
      records.limit(maxBytes);
      var account = accounts.next();
      if (account == null) {
        readTrailer();
      } else {
        accountCount++;
        messageCount += account.messageCount();
      }
      return account;
    } catch (EOFException | IllegalArgumentException | InvalidInput e) {
      throw damaged(e);
    }
  }

  private void readTrailer() throws IOException {
    records.start(SnapshotFormat.TRAILER);
    long writtenAccounts = values.readLong();
    long writtenMessages = values.readLong();
    var id = new MessageId(values.readLong());
    if (accountCount != writtenAccounts || messageCount != writtenMessages) {
      throw records.damaged("it has " + accountCount + " of " + writtenAccounts + " users and "
          + messageCount + " of " + writtenMessages + " messages");
    }
    long written = values.readLong();
    if (!SnapshotHeader.isTime(written)) {
      throw records.damaged("invalid time");
    }
    records.end();
    latest = id;
    time = written;
  }

  /**
   * Returns an id that is not smaller than that of any message sent so far.
   *
   * @return the id
   * @throws IllegalStateException if {@link #next} has not returned null yet
   */
  public MessageId latest() {
    if (latest == null) {
      throw new IllegalStateException("The snapshot has not been read to its end");
    }
    return latest;
  }

  /**
   * Returns the time of the timeline when the last account was written.
   *
   * @return milliseconds; 0 before {@link #next} has returned null
   */
  public long time() {
    return time;
  }

  /**
   * Creates the exception for accounts that contradict each other.
   *
   * @param fault what is wrong
   * @return an exception that says how far the snapshot was read
   */
  public InvalidSnapshot damaged(String fault) {
    return records.damaged(fault);
  }

  private InvalidSnapshot damaged(Exception fault) {
    return damaged(fault instanceof IOException
        ? "a record ends too early" : String.valueOf(fault.getMessage()));
  }
}
