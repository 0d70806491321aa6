package io.ramtalk.engine;

import io.ramtalk.Image;
import io.ramtalk.User;
import org.jspecify.annotations.Nullable;

/**
 * Memory costs counted against the byte budget: object sizes in the heap of a 64-bit JVM with
 * compressed references, including headers, padding and index slots.
 *
 * <p>A test keeps each cost within a tenth of the measured heap growth.
 */
final class MemoryCost {
  /** A registered user without mail: account and both indexes. */
  static final long USER = 109;

  /** A mailbox, created with the first message. */
  static final long MAILBOX = 64;

  /**
   * A message without its text and extras. An entry that was never seen takes 56 bytes less; they
   * are counted from the beginning, so that fetching needs no memory.
   */
  static final long MESSAGE = 102;

  /** The extras of a message, without its picture. */
  static final long EXTRAS = 32;

  /** The outbox of a sender, created with its first message. */
  static final long OUTBOX = 56;

  /** The receipt of one sent message. */
  static final long RECEIPT = 56;

  /** The table of idempotency keys, created with a sender's first key. */
  static final long IDEMPOTENCY_KEYS = 176;

  /** An idempotency key, without its characters. */
  static final long KEY = 120;

  /** The timer of a mailbox with expiring content: one per mailbox, for the earliest. */
  static final long TIMER = 136;

  private static final long PARTICULARS = 24;
  private static final long LEASE_ID = 24;
  private static final long ARRAY = 16;
  private static final long STRING = 24;
  private static final long IMAGE = 48;

  private MemoryCost() {}

  static long user(User user) {
    var particulars = Particulars.of(user);
    return USER + (particulars == null ? 0 : particulars.bytes());
  }

  static long message(StoredMessage message) {
    return MESSAGE + array(message.textBytes()) + message.extras().bytes();
  }

  static long key(String key) {
    return KEY + string(key);
  }

  /** Counts a lease id, which all messages of the lease share. */
  static long lease(String lease) {
    return LEASE_ID + string(lease);
  }

  static long image(@Nullable Image image) {
    return image == null ? 0 : IMAGE + array(image.size());
  }

  /** Counts the rare fields of a user; {@code given} is null for a number in canonical form. */
  static long particulars(@Nullable String given) {
    return PARTICULARS + text(given);
  }

  /** Counts the most bytes that a new name and a new picture may take; null for the old one. */
  static long change(@Nullable String name, @Nullable Image image) {
    return (image == null ? 0 : PARTICULARS + image(image))
        + (name == null || ShortName.fits(name) ? 0 : PARTICULARS + string(name));
  }

  static long text(@Nullable String text) {
    return text == null ? 0 : string(text);
  }

  /** A string takes one byte per character if all are Latin-1, else two. */
  private static long string(String text) {
    return STRING + array(isLatin1(text) ? text.length() : 2L * text.length());
  }

  private static boolean isLatin1(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 255) {
        return false;
      }
    }
    return true;
  }

  private static long array(long bytes) {
    return ARRAY + (bytes + 7 & ~7);
  }
}
