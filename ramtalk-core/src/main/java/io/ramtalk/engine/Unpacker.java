package io.ramtalk.engine;

import io.ramtalk.MessageId;
import io.ramtalk.UserId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A decoder for the output of a {@link Packer}; for one thread. The bytes are in memory, or
 * come from a stream. Truncated or invalid bytes are rejected with an {@link
 * IllegalArgumentException}. Allocation is limited to a few times the size of the input that was
 * read.
 */
final class Unpacker {
  private static final int BUFFER_BYTES = 8_192;
  private static final int FIRST_BYTES = 8_192; // of an array whose bytes have yet to come
  private static final int FIRST_VALUES = 16;
  private static final int MAX_BYTES = 1 << 25; // of one array from a stream
  private static final int MAX_VALUES = 1 << 20; // of one list from a stream
  private static final int MAX_NANO = 999_999_999;
  private static final long MAX_SECOND = Long.MAX_VALUE / 1_000 - 1;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final @Nullable InputStream in;
  private final byte[] bytes;
  private int position;
  private int end;

  Unpacker(byte[] bytes) {
    this.bytes = bytes;
    end = bytes.length;
    in = null;
  }

  /** Creates an unpacker that reads ahead of the values. */
  Unpacker(InputStream in) {
    bytes = new byte[BUFFER_BYTES];
    this.in = in;
  }

  /** Returns whether more bytes follow. */
  boolean hasMore() {
    if (position == end && in != null) {
      position = 0;
      end = Math.max(0, read(bytes, 0, bytes.length));
    }
    return position < end;
  }

  private int read(byte[] into, int from, int length) {
    try {
      return in == null ? -1 : in.readNBytes(into, from, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rejects a decoded value that no packer writes. */
  static void require(boolean valid, String fault) {
    if (!valid) {
      throw new IllegalArgumentException(fault);
    }
  }

  /** Reads the first byte, the format version. */
  Unpacker version(int known) {
    int version = get();
    if (version != known) {
      throw new IllegalArgumentException(
          "Unsupported version " + version + " (expected " + known + ")");
    }
    return this;
  }

  /** Rejects left-over bytes. */
  <T> T end(T value) {
    if (position != end) {
      throw new IllegalArgumentException(end - position + " bytes too many");
    }
    return value;
  }

  int get() {
    if (position == end) {
      require(hasMore(), "Unexpected end");
    }
    return bytes[position++] & 0xff;
  }

  /** Reads bytes into a part of an array. */
  private void get(byte[] value, int from, int length) {
    int here = Math.min(length, end - position);
    System.arraycopy(bytes, position, value, from, here);
    position += here;
    if (here < length) {
      require(read(value, from + here, length - here) == length - here, "Unexpected end");
    }
  }

  boolean getBoolean() {
    int value = get();
    if (value > 1) {
      throw new IllegalArgumentException("Not a boolean (0 or 1): " + value);
    }
    return value == 1;
  }

  long getNumber() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = get();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new IllegalArgumentException("Number exceeds 64 bits at " + position);
  }

  int getInt() {
    long value = getNumber();
    if (value != (int) value) {
      throw new IllegalArgumentException("Number exceeds 32 bits: " + value);
    }
    return (int) value;
  }

  long getLong() {
    if (end - position >= Long.BYTES) {
      long value = (long) LONG.get(bytes, position);
      position += Long.BYTES;
      return value;
    }
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << 8) | get();
    }
    return value;
  }

  byte[] getBytes() {
    return getTail(0);
  }

  /** Reads bytes into the end of an array that starts with that many zeros. */
  byte[] getTail(int zeros) {
    int length = zeros + count(MAX_BYTES);
    var value = new byte[in == null ? length : Math.min(length, FIRST_BYTES)];
    get(value, zeros, value.length - zeros);
    while (value.length < length) {
      int done = value.length;
      value = Arrays.copyOf(value, Math.min(length, 2 * done));
      get(value, done, value.length - done);
    }
    return value;
  }

  String getText() {
    return new String(getBytes(), StandardCharsets.UTF_8);
  }

  UserId getUser() {
    return new UserId(getLong(), getLong());
  }

  UUID getUuid() {
    return new UUID(getLong(), getLong());
  }

  MessageId getMessage() {
    return new MessageId(getLong());
  }

  Instant getInstant() {
    long second = getNumber();
    int nano = getInt();
    require(second >= -MAX_SECOND && second <= MAX_SECOND && nano >= 0 && nano <= MAX_NANO,
        "Time is out of range");
    return Instant.ofEpochSecond(second, nano);
  }

  /** Reads an enumeration value by its ordinal. */
  <E extends Enum<E>> E getOneOf(E[] values) {
    return oneOf(Arrays.asList(values), get());
  }

  static <T> T oneOf(List<T> values, int place) {
    if (place >= values.size()) {
      throw new IllegalArgumentException(
          "Index " + place + " exceeds the " + values.size() + " possible values");
    }
    return values.get(place);
  }

  <T> @Nullable T getIfAny(Function<Unpacker, T> reader) {
    return getBoolean() ? reader.apply(this) : null;
  }

  <T> List<T> getAll(Function<Unpacker, T> reader) {
    return getAll(MAX_VALUES, reader);
  }

  /** Reads a list whose length is limited, because its values take much more memory than bytes. */
  <T> List<T> getAll(int max, Function<Unpacker, T> reader) {
    int count = count(max);
    var values = new ArrayList<T>(in == null ? count : Math.min(count, FIRST_VALUES));
    for (int i = 0; i < count; i++) {
      values.add(reader.apply(this));
    }
    return values;
  }

  /** Reads a number of following bytes, or of values of at least one byte. */
  private int count(int max) {
    long count = getNumber();
    long most = in == null ? Math.min(max, end - position) : max;
    if (count < 0 || count > most) {
      throw new IllegalArgumentException("Count " + count + " is not 0 to " + most);
    }
    return (int) count;
  }
}
