package io.ramtalk.server;

import io.ramtalk.Draft;
import io.ramtalk.InvalidInput;
import io.ramtalk.Mobile;
import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings texts of the SMS provider to the mailboxes of numbers. Every number is a phone: it signs
 * up when it is first called.
 *
 * <p><b>Threads:</b> any number.
 */
final class Phones {
  /* A sender may be a word, or a service with a name. Those need a number to be users: it begins
   * with +999, which the numbering plan keeps free (ITU-T E.164 has no such country), and is the
   * same for the same word. */
  private static final String NO_COUNTRY = "+999";
  private static final long NUMBERS = 1_000_000_000_000L;
  private static final Pattern WORD = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9 _&+-]{1,64}");

  private final Posting posting;
  private final RamTalk talk;

  Phones(Posting posting) {
    this.posting = posting;
    talk = posting.messenger();
  }

  /** Returns the user of a number, which signs up if it is new. */
  UserId phone(String mobile) {
    return talk.signUp(mobile).user().id();
  }

  /** Returns whether a text is a number, or a word, that may send. */
  boolean isSender(String from) {
    return isMobile(from) || WORD.matcher(from).matches();
  }

  boolean isMobile(String text) {
    return mobile(text) != null;
  }

  /** Returns the number that a text is; null if it is not one. */
  @Nullable Mobile mobile(String text) {
    try {
      return talk.parseMobile(text);
    } catch (InvalidInput e) {
      return null;
    }
  }

  /** Puts a text of a number, or of a word, into the mailbox of a number. */
  void bring(String from, String to, String text) {
    var sender = isMobile(from) ? phone(from)
        : talk.signUp(Profile.of(number(from)).name(from)).user().id();
    posting.send(Identity.ADMIN, Draft.of(sender, phone(to)).text(text));
  }

  private static String number(String word) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8));
      long bits = ByteBuffer.wrap(hash).getLong() >>> 1;
      return NO_COUNTRY + String.valueOf(NUMBERS + bits % NUMBERS).substring(1);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
