package io.ramtalk.internal.snapshot;

import io.ramtalk.InvalidSnapshot;
import io.ramtalk.RamExhausted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The contents of records in the format of {@link SnapshotFormat}: consecutive records of one kind
 * are one stream. A record is read as a whole and compared with its checksum before any of it is
 * returned, and no byte beyond it is read.
 *
 * <p><b>Threads:</b> one at a time. <b>Cost:</b> one buffer for a record.
 */
final class RecordInput extends InputStream {
  private final InputStream in;
  private final CRC32C checksum = new CRC32C();
  private final byte[] head = new byte[SnapshotFormat.HEAD_BYTES];
  private final byte[] content = new byte[SnapshotFormat.MAX_CONTENT_BYTES];
  private final byte[] tail = new byte[SnapshotFormat.CHECKSUM_BYTES];
  private int wanted;
  private int kind;
  private int size;
  private int next;
  private long position;
  private long maxBytes = Long.MAX_VALUE;
  private long maxPosition = Long.MAX_VALUE;

  /** Reads the first bytes of a snapshot. */
  RecordInput(InputStream in) throws IOException {
    this.in = in;
    var magic = SnapshotFormat.magic();
    var found = in.readNBytes(magic.length);
    position = found.length;
    int mismatch = Arrays.mismatch(found, magic);
    if (mismatch >= 0) {
      throw mismatch == found.length
          ? InvalidSnapshot.truncated(position) : InvalidSnapshot.unknown();
    }
  }

  /** Expects records of some kind from here on. */
  void start(int newKind) {
    wanted = newKind;
  }

  /** Rejects unread bytes of the current record. */
  void end() {
    if (next < size) {
      throw damaged(size - next + " bytes too many in a record");
    }
  }

  /** Returns whether another byte follows before a record of another kind. */
  boolean hasMore() throws IOException {
    if (next == size) {
      readRecord();
    }
    return kind == wanted;
  }

  /** Rejects the next record with RamExhausted once that many more bytes have been read. */
  void limit(long newMaxBytes) {
    maxBytes = newMaxBytes;
    maxPosition = Math.min(position, Long.MAX_VALUE - newMaxBytes) + newMaxBytes;
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? content[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] value, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    } else if (!hasMore()) {
      return -1;
    }
    int part = Math.min(length, size - next);
    System.arraycopy(content, next, value, from, part);
    next += part;
    return part;
  }

  private void readRecord() throws IOException {
    if (position > maxPosition) {
      throw new RamExhausted(position - maxPosition + maxBytes, maxBytes);
    }
    fill(head, head.length);
    var start = ByteBuffer.wrap(head);
    int newSize = start.getInt();
    if (newSize < 1 || newSize > content.length) {
      throw damaged("record of " + newSize + " bytes");
    }
    fill(content, newSize);
    checksum.update(head);
    checksum.update(content, 0, newSize);
    fill(tail, tail.length);
    if (ByteBuffer.wrap(tail).getInt() != (int) checksum.getValue()) {
      throw damaged("the checksum does not match");
    }
    kind = start.get();
    size = newSize;
    next = 0;
  }

  private void fill(byte[] buffer, int length) throws IOException {
    int read = in.readNBytes(buffer, 0, length);
    position += read;
    if (read < length) {
      throw InvalidSnapshot.truncated(position);
    }
  }

  /** Creates the exception for a fault in what was read so far. */
  InvalidSnapshot damaged(String fault) {
    return InvalidSnapshot.damaged(position, fault);
  }
}
