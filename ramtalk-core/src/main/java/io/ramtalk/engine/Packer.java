package io.ramtalk.engine;

import io.ramtalk.MessageId;
import io.ramtalk.UserId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An encoder of values into bytes. An {@link Unpacker} reads them in order. The bytes are collected
 * in memory, or written to a stream in pieces. For one thread.
 */
final class Packer {
  private static final int FIRST_BYTES = 128;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final @Nullable OutputStream out;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;

  /** Creates a packer that collects all bytes, for {@link #toBytes}. */
  Packer() {
    out = null;
  }

  /** Creates a packer that writes to a stream. The last bytes wait for {@link #flush}. */
  Packer(OutputStream out) {
    this.out = out;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Writes the collected bytes to the stream. */
  void flush() {
    try {
      if (out != null) {
        out.write(bytes, 0, size);
        size = 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes room for a value of at most 8 bytes. */
  private void makeRoom(int more) {
    if (bytes.length - size < more) {
      if (out == null) {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      } else {
        flush();
      }
    }
  }

  Packer put(int value) {
    makeRoom(1);
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
    makeRoom(Long.BYTES);
    LONG.set(bytes, size, value);
    size += Long.BYTES;
    return this;
  }

  Packer putBytes(byte[] value) {
    return putNumber(value.length).putTail(value, 0);
  }

  /** Writes the bytes of an array from a position on, without their number. */
  Packer putTail(byte[] value, int from) {
    int length = value.length - from;
    if (out == null) {
      while (bytes.length - size < length) {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      }
    } else if (bytes.length - size < length) {
      flush();
      return length > bytes.length ? write(value, from) : putTail(value, from);
    }
    System.arraycopy(value, from, bytes, size, length);
    size += length;
    return this;
  }

  private Packer write(byte[] value, int from) {
    try {
      Objects.requireNonNull(out).write(value, from, value.length - from);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
