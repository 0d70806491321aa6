package io.ramtalk;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * The address of a user: a random UUID (version 4, RFC 9562). It names a user; it is no secret.
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
   * @return an id that no one has, drawn from 122 random bits of a secure source
   */
  public static UserId random() {
    long high = (RANDOM.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
    long low = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | Long.MIN_VALUE;
    return new UserId(high, low);
  }

  /**
   * Reads the printed form; unlike {@link UUID#fromString} it takes that form alone.
   *
   * @param text 36 characters, hexadecimal digits of either case in groups of 8-4-4-4-12
   * @return the id
   * @throws InvalidInput if the text is anything else, with code {@code user_id_invalid}
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
   * Returns the id as the JDK's type.
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
