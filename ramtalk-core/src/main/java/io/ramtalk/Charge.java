package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * What each kind of object counts against the byte budget: its size in the heap of a 64-bit JVM
 * with compressed references, headers, padding and its place in an index included.
 *
 * <p>A test holds each of them to within a tenth of what the heap really grows by.
 */
final class Charge {
  /** A registered user without mail: account and both indexes. */
  static final long USER = 109;

  /** A mailbox, made with the first message. */
  static final long MAILBOX = 64;

  /**
   * A message, without its text and what is extra. One that nobody has looked at takes 56 less:
   * that is charged from the beginning, so that fetching needs no room.
   */
  static final long MESSAGE = 102;

  /** What is extra in a message, without its picture. */
  static final long EXTRAS = 32;

  /** The books of a sender, made with its first message. */
  static final long OUTBOX = 56;

  /** Room for the receipt of one sent message. */
  static final long RECEIPT = 56;

  /** What the first such id of a sender takes: a table for them. */
  static final long OWN_IDS = 176;

  /** An id that a sender gave a message, without its characters. */
  static final long KEY = 120;

  /** The alarm of a mailbox in which something is due by itself: one, for the earliest. */
  static final long ALARM = 136;

  private static final long PARTICULARS = 24;
  private static final long LEASE_ID = 24;
  private static final long ARRAY = 16;
  private static final long STRING = 24;
  private static final long IMAGE = 48;

  private Charge() {}

  static long user(User user) {
    var particulars = Particulars.of(user);
    return USER + (particulars == null ? 0 : particulars.bytes());
  }

  static long message(Message message) {
    return MESSAGE + array(message.textBytes()) + message.extras().bytes();
  }

  static long key(String key) {
    return KEY + string(key);
  }

  /** Counts the id of a lease, which its messages share. */
  static long lease(String lease) {
    return LEASE_ID + string(lease);
  }

  static long image(@Nullable Image image) {
    return image == null ? 0 : IMAGE + array(image.size());
  }

  /** Counts what is kept of a user whose number is written in a form of its own, or not. */
  static long particulars(@Nullable String given) {
    return PARTICULARS + text(given);
  }

  /** Counts the most that a new name may take. */
  static long name(String name) {
    return ShortName.fits(name) ? 0 : PARTICULARS + string(name);
  }

  static long text(@Nullable String text) {
    return text == null ? 0 : string(text);
  }

  /** A string takes one byte a character if all are Latin-1, else two. */
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
