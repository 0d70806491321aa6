package io.ramtalk;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * The id of a user: a random UUID (version 4, RFC 9562). It is not a secret.
 *
 * @param high the upper 64 bits of the UUID
 * @param low the lower 64 bits of the UUID
 */
public record UserId(long high, long low) {
  /** The length of the printed form, in characters. */
  public static final int TEXT_CHARS = 36;

  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Returns a new random id.
   *
   * @return an unused id, drawn from 122 random bits of a secure source
   */
  public static UserId random() {
    var bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    var random = ByteBuffer.wrap(bytes);
    long high = (random.getLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long low = (random.getLong() & 0x3fff_ffff_ffff_ffffL) | Long.MIN_VALUE;
    return new UserId(high, low);
  }

  /**
   * Parses the printed form. Unlike {@link UUID#fromString}, rejects all other forms.
   *
   * @param text 36 characters, hexadecimal digits of either case in groups of 8-4-4-4-12
   * @return the id
   * @throws InvalidInput with code {@code user_id_invalid} if the text has another form
   */
  public static UserId parse(String text) {
    if (text.length() != TEXT_CHARS) {
      throw invalid(text);
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < TEXT_CHARS; i++) {
      char c = text.charAt(i);
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (c != '-') {
          throw invalid(text);
        }
        continue;
      }
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw invalid(text);
      }
      if (i < 18) {
        high = (high << 4) | digit;
      } else {
        low = (low << 4) | digit;
      }
    }
    return new UserId(high, low);
  }

  /**
   * Returns the id as a {@link UUID}.
   *
   * @return the same 128 bits
   */
  public UUID uuid() {
    return new UUID(high, low);
  }

  /** Returns the printed form: 36 characters, lower case. */
  @Override
  public String toString() {
    return uuid().toString();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high ^ low);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UserId id && id.high == high && id.low == low;
  }

  private static InvalidInput invalid(String text) {
    return new InvalidInput("user_id_invalid", "Not a user id: " + InvalidInput.quote(text));
  }
}
