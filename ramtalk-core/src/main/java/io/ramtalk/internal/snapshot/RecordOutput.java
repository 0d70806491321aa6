package io.ramtalk.internal.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The contents of records, which are written in the format of {@link SnapshotFormat}. Content that
 * does not fit into one record continues in the next.
 *
 * <p><b>Threads:</b> one at a time. <b>Cost:</b> one buffer for a record.
 */
final class RecordOutput extends OutputStream {
  private final OutputStream out;
  private final CRC32C checksum = new CRC32C();
  private final byte[] record = new byte[SnapshotFormat.HEAD_BYTES
      + SnapshotFormat.MAX_CONTENT_BYTES + SnapshotFormat.CHECKSUM_BYTES];
  private int kind;
  private int size;

  /** Writes the first bytes of a snapshot. */
  RecordOutput(OutputStream out) throws IOException {
    this.out = out;
    out.write(SnapshotFormat.magic());
  }

  /** Ends the current record and continues with records of another kind. */
  void start(int newKind) throws IOException {
    end();
    kind = newKind;
  }

  @Override
  public void write(int value) throws IOException {
    makeRoom();
    record[SnapshotFormat.HEAD_BYTES + size++] = (byte) value;
  }

  @Override
  public void write(byte[] value, int from, int length) throws IOException {
    for (int done = 0; done < length; ) {
      makeRoom();
      int part = Math.min(length - done, SnapshotFormat.MAX_CONTENT_BYTES - size);
      System.arraycopy(value, from + done, record, SnapshotFormat.HEAD_BYTES + size, part);
      size += part;
      done += part;
    }
  }

  private void makeRoom() throws IOException {
    if (size == SnapshotFormat.MAX_CONTENT_BYTES) {
      end();
    }
  }

  private void end() throws IOException {
    if (size > 0) {
      ByteBuffer.wrap(record).putInt(size).put((byte) kind);
      int length = SnapshotFormat.HEAD_BYTES + size;
      checksum.update(record, 0, length);
      ByteBuffer.wrap(record).putInt(length, (int) checksum.getValue());
      out.write(record, 0, length + SnapshotFormat.CHECKSUM_BYTES);
      size = 0;
    }
  }

  @Override
  public void flush() throws IOException {
    end();
    out.flush();
  }
}
