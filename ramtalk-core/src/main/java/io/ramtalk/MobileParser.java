package io.ramtalk;

/**
 * A parser of mobile numbers as people write them.
 *
 * <p>Two texts that reach the same phone should have the same canonical form, because each number
 * is one user. The default, {@link Mobile#parse}, does not guess a country. A parser that knows a
 * numbering plan can map {@code 01711111111} and {@code +880 1711-111111} to one number. It must
 * also accept the canonical form of every text that it accepts, as the same number.
 *
 * <p><b>Threads:</b> any number.
 */
@FunctionalInterface
public interface MobileParser {
  /**
   * Parses a number.
   *
   * @param text the number as the user wrote it, of any length and with any characters
   * @return the number
   * @throws InvalidInput if the text is not a mobile number
   */
  Mobile parse(String text);
}
