package io.ramtalk;

import org.jspecify.annotations.Nullable;

/**
 * What each kind of object counts against the byte budget: its size in the heap of a 64-bit JVM
 * with compressed references, headers, padding and its place in an index included.
 *
 * <p>A test holds each of them to within a tenth of what the heap really grows by.
 */
final class Charge {
  /** A registered user without mail: account, id, number and both indexes. */
  static final long USER = 320;

  /** A mailbox, made with the first message. */
  static final long MAILBOX = 104;

  /** A message that waits, without its text and picture. */
  static final long MESSAGE = 124;

  /** The books of a sender, made with its first message. */
  static final long OUTBOX = 148;

  /** The receipt of one sent message, with an id of its target that nobody else holds. */
  static final long RECEIPT = 104;

  /** An id that a sender gave a message, without its characters. */
  static final long KEY = 120;

  /** The alarm of a mailbox in which something is due by itself: one, for the earliest. */
  static final long ALARM = 112;

  private static final long LEASE_ID = 24;
  private static final long ARRAY = 16;
  private static final long STRING = 24;
  private static final long IMAGE = 48;

  private Charge() {}

  static long user(User user) {
    return USER + string(user.mobile().given()) + canonical(user.mobile()) + name(user.name())
        + image(user.image());
  }

  static long message(Message message) {
    return MESSAGE + array(message.textBytes()) + image(message.image());
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

  static long name(String name) {
    return name.isEmpty() ? 0 : string(name);
  }

  /** The canonical form is the given one where they are alike. */
  private static long canonical(Mobile mobile) {
    return mobile.canonical().equals(mobile.given()) ? 0 : string(mobile.canonical());
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
