package io.ramtalk.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * The data for a sign-up. Every call creates new strings, like parsing a request, so that users do
 * not share memory.
 *
 * @param mobile eleven digits, unique per index
 * @param name eight letters
 * @param image the bytes of a picture, or null
 */
@SuppressWarnings("ArrayRecordComponent") public // Never compared.
record Person(String mobile, String name, byte @Nullable [] image) {
  private static final int FIRST_NUMBER = 10_000_000;
  private static final int NAME_LETTERS = 8;

  /** Returns the person with an index of 0 to 89,999,999, without a picture. */
  public static Person at(int index) {
    return new Person(mobile(index), name(index), null);
  }

  public Person withImage(byte[] newImage) {
    return new Person(mobile, name, newImage);
  }

  public static String mobile(int index) {
    return "017" + (FIRST_NUMBER + index);
  }

  private static String name(int index) {
    var letters = new char[NAME_LETTERS];
    int rest = index;
    for (int i = NAME_LETTERS - 1; i >= 0; i--) {
      letters[i] = (char) ('a' + rest % 26);
      rest /= 26;
    }
    return new String(letters);
  }
}
