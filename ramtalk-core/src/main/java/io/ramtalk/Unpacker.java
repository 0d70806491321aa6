package io.ramtalk;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link Packer} wrote; for one thread. Bytes that end too soon, or say what cannot
 * be, are refused with an {@link IllegalArgumentException}; no more is allocated for them than a
 * few times their own size.
 */
final class Unpacker {
  private final byte[] bytes;
  private int position;

  Unpacker(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Reads the first byte, which says how the others are to be read. */
  Unpacker version(int known) {
    int version = get();
    if (version != known) {
      throw new IllegalArgumentException("Version " + version + ", and not " + known);
    }
    return this;
  }

  /** Refuses bytes that are left over. */
  <T> T end(T value) {
    if (position != bytes.length) {
      throw new IllegalArgumentException(bytes.length - position + " bytes too many");
    }
    return value;
  }

  int get() {
    if (position == bytes.length) {
      throw new IllegalArgumentException("The bytes end at " + position);
    }
    return bytes[position++] & 0xff;
  }

  boolean getBoolean() {
    int value = get();
    if (value > 1) {
      throw new IllegalArgumentException("Neither true nor false: " + value);
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
    throw new IllegalArgumentException("A number of over 64 bits at " + position);
  }

  int getInt() {
    long value = getNumber();
    if (value != (int) value) {
      throw new IllegalArgumentException("A number of over 32 bits: " + value);
    }
    return (int) value;
  }

  long getLong() {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | get();
    }
    return value;
  }

  byte[] getBytes() {
    int length = count();
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
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
    return Instant.ofEpochSecond(getNumber(), getInt());
  }

  /** Reads one of the values of an enumeration, which were written by their place in it. */
  <E extends Enum<E>> E getOneOf(E[] values) {
    return oneOf(Arrays.asList(values), get());
  }

  static <T> T oneOf(List<T> values, int place) {
    if (place >= values.size()) {
      throw new IllegalArgumentException("One of " + values.size() + " and not " + place);
    }
    return values.get(place);
  }

  <T> @Nullable T getIfAny(Function<Unpacker, T> reader) {
    return getBoolean() ? reader.apply(this) : null;
  }

  <T> List<T> getAll(Function<Unpacker, T> reader) {
    int count = count();
    var values = new ArrayList<T>(count);
    for (int i = 0; i < count; i++) {
      values.add(reader.apply(this));
    }
    return values;
  }

  /** Reads how many bytes, or values of at least one byte, follow. */
  private int count() {
    long count = getNumber();
    if (count < 0 || count > bytes.length - position) {
      throw new IllegalArgumentException(count + " at " + position + " of " + bytes.length);
    }
    return (int) count;
  }
}
