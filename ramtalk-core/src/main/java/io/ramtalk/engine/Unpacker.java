package io.ramtalk.engine;

import io.ramtalk.MessageId;
import io.ramtalk.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A decoder for the output of a {@link Packer}; for one thread. Truncated or invalid bytes are
 * rejected with an {@link IllegalArgumentException}. Allocation is limited to a few times the size
 * of the input.
 */
final class Unpacker {
  private final byte[] bytes;
  private int position;

  Unpacker(byte[] bytes) {
    this.bytes = bytes;
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
    if (position != bytes.length) {
      throw new IllegalArgumentException(bytes.length - position + " bytes too many");
    }
    return value;
  }

  int get() {
    if (position == bytes.length) {
      throw new IllegalArgumentException("Unexpected end after " + position + " bytes");
    }
    return bytes[position++] & 0xff;
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
    int count = count();
    var values = new ArrayList<T>(count);
    for (int i = 0; i < count; i++) {
      values.add(reader.apply(this));
    }
    return values;
  }

  /** Reads a number of following bytes, or of values of at least one byte. */
  private int count() {
    long count = getNumber();
    if (count < 0 || count > bytes.length - position) {
      throw new IllegalArgumentException(
          "Count " + count + " exceeds the " + (bytes.length - position) + " bytes left");
    }
    return (int) count;
  }
}
