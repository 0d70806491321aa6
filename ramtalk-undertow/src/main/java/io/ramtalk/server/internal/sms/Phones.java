package io.ramtalk.server.internal.sms;

import io.ramtalk.Draft;
import io.ramtalk.InvalidInput;
import io.ramtalk.Mobile;
import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.mail.MessageSender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Delivers messages of the SMS facade to the mailboxes of numbers. Every number is a phone, which
 * is registered when it is first used.
 *
 * <p><b>Threads:</b> any number.
 */
final class Phones {
  /* A sender may also be a name or a service. As a user it needs a number: a hash of the name in
   * the range +999, which the numbering plan leaves unassigned (ITU-T E.164). */
  private static final String NO_COUNTRY = "+999";
  private static final long NUMBERS = 1_000_000_000_000L;
  private static final Pattern WORD = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9 _&+-]{1,64}");

  private final MessageSender messageSender;
  private final RamTalk talk;

  Phones(MessageSender messageSender) {
    this.messageSender = messageSender;
    talk = messageSender.messenger();
  }

  /** Returns the user of a number, which is registered if it is new. */
  UserId phone(String mobile) {
    return talk.signUp(mobile).user().id();
  }

  /** Returns whether a text is a valid sender: a number or a name. */
  boolean isSender(String from) {
    return isMobile(from) || WORD.matcher(from).matches();
  }

  boolean isMobile(String text) {
    return mobile(text) != null;
  }

  /** Returns the number in a text, or null if it is not a number. */
  @Nullable Mobile mobile(String text) {
    try {
      return talk.parseMobile(text);
    } catch (InvalidInput e) {
      return null;
    }
  }

  /** Puts a text from a number or a name into the mailbox of a number. */
  void bring(String from, String to, String text) {
    var sender = isMobile(from) ? phone(from)
        : talk.signUp(Profile.of(number(from)).name(from)).user().id();
    messageSender.send(Identity.ADMIN, Draft.of(sender, phone(to)).text(text));
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
