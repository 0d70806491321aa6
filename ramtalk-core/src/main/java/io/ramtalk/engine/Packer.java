package io.ramtalk.engine;

import io.ramtalk.MessageId;
import io.ramtalk.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An encoder of values into bytes. An {@link Unpacker} reads them in order. For one thread. */
final class Packer {
  private byte[] bytes = new byte[128];
  private int size;

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  Packer put(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) value;
    return this;
  }

  Packer put(boolean value) {
    return put(value ? 1 : 0);
  }

  /** Writes seven bits per byte, lowest first: numbers near zero, of either sign, are short. */
  Packer putNumber(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      put(((int) rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return put((int) rest);
  }

  /** Writes a number as eight bytes. */
  Packer putLong(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      put((int) (value >>> shift));
    }
    return this;
  }

  Packer putBytes(byte[] value) {
    putNumber(value.length);
    while (bytes.length - size < value.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  Packer putText(String value) {
    return putBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  Packer putUser(UserId value) {
    return putLong(value.high()).putLong(value.low());
  }

  Packer putUuid(UUID value) {
    return putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
  }

  Packer putMessage(MessageId value) {
    return putLong(value.value());
  }

  Packer putInstant(Instant value) {
    return putNumber(value.getEpochSecond()).putNumber(value.getNano());
  }

  /** Writes an enumeration value by its ordinal. */
  <E extends Enum<E>> Packer putOneOf(E[] values, E value) {
    return put(Arrays.asList(values).indexOf(value));
  }

  /** Writes whether a value is present, followed by the value. */
  <T> Packer putIfAny(@Nullable T value, BiConsumer<Packer, T> writer) {
    put(value != null);
    if (value != null) {
      writer.accept(this, value);
    }
    return this;
  }

  <T> Packer putAll(Collection<T> values, BiConsumer<Packer, T> writer) {
    putNumber(values.size());
    values.forEach(value -> writer.accept(this, value));
    return this;
  }
}
