package io.ramtalk.server.internal.access;

import io.ramtalk.server.SharedLogins;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pending one-time codes that several servers share, and the key of their hashes.
 *
 * <p><b>Threads:</b> any number; calls may block on other processes.
 */
final class SharedCodes {
  private static final String CODE = "code.";
  private static final String KEY = "key";
  private static final int KEY_BYTES = 32;
  private static final Duration KEY_LIFE = Duration.ofDays(36_500);

  private final SharedLogins logins;
  private byte @Nullable [] key;

  SharedCodes(SharedLogins logins) {
    this.logins = logins;
  }

  /** Returns the key, which the first server that needs it generates. */
  synchronized byte[] key() {
    if (key == null) {
      var drawn = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(drawn);
      logins.swap(KEY, null, drawn, KEY_LIFE);
      key = logins.find(KEY);
    }
    return key == null ? new byte[0] : key.clone();
  }

  long count() {
    return logins.count();
  }

  /** Stores a code; an earlier code of the number becomes invalid. */
  void put(String mobile, byte[] mac) {
    var value = Arrays.copyOf(mac, mac.length + 1);
    value[mac.length] = OneTimeCodes.ATTEMPTS;
    byte[] held;
    do {
      held = logins.find(CODE + mobile);
    } while (!logins.swap(CODE + mobile, held, value, OneTimeCodes.LIFE));
  }

  /** Takes one attempt if one is left; a right guess uses the code up. */
  OneTimeCodes.Guess use(String mobile, byte[] guess) {
    var held = logins.find(CODE + mobile);
    while (held != null && held[held.length - 1] > 0) {
      var tried = held.clone();
      tried[tried.length - 1]--;
      boolean right = MessageDigest.isEqual(guess, Arrays.copyOf(held, held.length - 1));
      if (logins.swap(CODE + mobile, held, right ? null : tried, OneTimeCodes.LIFE)) {
        return right ? OneTimeCodes.Guess.RIGHT : OneTimeCodes.Guess.WRONG;
      }
      held = logins.find(CODE + mobile);
    }
    return OneTimeCodes.Guess.VOID;
  }
}
