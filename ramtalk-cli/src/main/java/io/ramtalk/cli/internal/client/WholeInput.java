package io.ramtalk.cli.internal.client;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A response of known length that fails if it ends too early: the HTTP client of the JDK reports
 * only a missing chunk.
 *
 * <p><b>Threads:</b> one.
 */
final class WholeInput extends FilterInputStream {
  private final long length;
  private long count;

  /** Creates the input of a response; its length is negative if it was sent in chunks. */
  WholeInput(InputStream in, long length) {
    super(in);
    this.length = length;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    counted(value < 0 ? -1 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int from, int max) throws IOException {
    return counted(super.read(bytes, from, max));
  }

  private int counted(int read) throws IOException {
    if (read >= 0) {
      count += read;
    } else if (count < length) {
      throw new EOFException(count + " of " + length + " bytes arrived");
    }
    return read;
  }
}
