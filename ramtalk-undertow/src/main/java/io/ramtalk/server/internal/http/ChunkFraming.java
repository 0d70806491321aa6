package io.ramtalk.server.internal.http;

import java.io.IOException;

/**
 * A parser for the framing of one chunked body (RFC 9112, section 7.1). It finds where data begins
 * and ends, rejects malformed framing and discards extensions and trailers.
 *
 * <p><b>Threads:</b> one at a time. <b>Cost:</b> constant memory.
 */
final class ChunkFraming {
  /* A recipient that accepts a bare LF as a line end sees other chunks than a proxy that does not,
   * so a bare LF is rejected (section 11.2 of the RFC).
   *
   * A size line without an extension has at most 17 bytes and is followed by data, so such framing
   * is at most 19 times as long as its body. Extensions and trailers share one allowance. */
  private static final int MAX_DIGITS = 15;
  private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

  private State state = State.SIZE;
  private int digits;
  private long size;
  private long allowance;

  /** The part of the framing that the next byte belongs to. */
  private enum State {
    SIZE, BEFORE_EXTENSION, EXTENSION, SIZE_END,
    DATA, DATA_END, DATA_LINE_END,
    TRAILER, TRAILER_NAME, TRAILER_VALUE, TRAILER_END, LAST_LINE_END, END
  }

  /** Creates a parser with an allowance for extensions and trailers together, in bytes. */
  ChunkFraming(long allowance) {
    this.allowance = allowance;
  }

  /** Returns the number of data bytes that come next, or 0 if framing comes next or at the end. */
  long data() {
    return state == State.DATA ? size : 0;
  }

  /** Returns whether the whole body has been read. */
  boolean isAtEnd() {
    return state == State.END;
  }

  /** Advances past bytes of data. */
  void skip(long bytes) {
    size -= bytes;
    if (size == 0) {
      state = State.DATA_END;
    }
  }

  /** Reads the next byte of framing. */
  void take(byte b) throws IOException {
    state = switch (state) {
      case SIZE -> size(b);
      case BEFORE_EXTENSION -> spend(isBlank(b) ? state : only(';', b, State.EXTENSION));
      case EXTENSION -> b == '\r' ? State.SIZE_END : spend(text(b));
      case SIZE_END -> only('\n', b, size > 0 ? State.DATA : State.TRAILER);
      case DATA_END -> only('\r', b, State.DATA_LINE_END);
      case DATA_LINE_END -> only('\n', b, nextSize());
      case TRAILER -> b == '\r' ? State.LAST_LINE_END : spend(name(b));
      case TRAILER_NAME -> spend(b == ':' ? State.TRAILER_VALUE : name(b));
      case TRAILER_VALUE -> spend(b == '\r' ? State.TRAILER_END : text(b));
      case TRAILER_END -> spend(only('\n', b, State.TRAILER));
      case LAST_LINE_END -> only('\n', b, State.END);
      case DATA, END -> throw new IllegalStateException("No framing is expected here");
    };
  }

  private State nextSize() {
    digits = 0;
    return State.SIZE;
  }

  private State size(byte b) throws IOException {
    int digit = Character.digit(b, 16);
    if (digit >= 0) {
      if (++digits > MAX_DIGITS) {
        throw new IOException("Chunk size has more than " + MAX_DIGITS + " digits");
      }
      size = size << 4 | digit;
      return State.SIZE;
    }
    if (digits == 0) {
      throw broken();
    }
    if (isBlank(b)) {
      return spend(State.BEFORE_EXTENSION);
    }
    return b == '\r' ? State.SIZE_END : spend(only(';', b, State.EXTENSION));
  }

  /** A field name is a token, so a line that begins with a space or tab is malformed. */
  private static State name(byte b) throws IOException {
    if (b > 0 && (Character.isLetterOrDigit(b) || TOKEN_SYMBOLS.indexOf(b) >= 0)) {
      return State.TRAILER_NAME;
    }
    throw broken();
  }

  /** A field value or an extension may contain any byte except control characters. */
  private State text(byte b) throws IOException {
    if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7f) {
      throw broken();
    }
    return state;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static State only(char expected, byte b, State then) throws IOException {
    if (b != expected) {
      throw broken();
    }
    return then;
  }

  private State spend(State then) throws IOException {
    if (--allowance < 0) {
      throw new IOException("Chunk extensions and trailers are too long");
    }
    return then;
  }

  private static IOException broken() {
    return new IOException("Chunk framing is malformed");
  }
}
