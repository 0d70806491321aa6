package io.ramtalk;

/**
 * Reads mobile numbers from the texts that people write.
 *
 * <p>Two texts that reach the same phone should have the same canonical form, since one number is
 * one user. {@link Mobile#parse} is the default, which guesses no country. A parser that knows a
 * numbering plan can read {@code 01711111111} and {@code +880 1711-111111} as one number. Every
 * text that it accepts must also be accepted in its canonical form, as the same number.
 *
 * <p><b>Threads:</b> any number.
 */
@FunctionalInterface
public interface MobileParser {
  /**
   * Reads a number.
   *
   * @param text the number as its user wrote it; of any length and with any characters
   * @return the number
   * @throws InvalidInput if it is no mobile number
   */
  Mobile parse(String text);
}
