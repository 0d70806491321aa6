package io.ramtalk.server.internal.access;

import io.ramtalk.UserId;
import io.ramtalk.server.SharedLogins;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The logins that several servers share: for the hash of each token its user, end and last use; for
 * each user the hashes, oldest first.
 *
 * <p><b>Threads:</b> any number; calls may block on other processes.
 */
final class SharedTokens {
  private static final String TOKEN = "token.";
  private static final String USER = "user.";
  private static final int HASH_BYTES = 32;
  private static final long MAX_CHECK_MILLIS = 30_000;

  private final SharedLogins logins;
  private final LongSupplier nowMillis;
  private final Tokens.Lifetimes lifetimes;

  SharedTokens(SharedLogins logins, LongSupplier nowMillis, Tokens.Lifetimes lifetimes) {
    this.logins = logins;
    this.nowMillis = nowMillis;
    this.lifetimes = lifetimes;
  }

  /** The user of a token, and the end of its maximum lifetime. */
  public record Login(UserId user, long endMillis) {}

  /** Returns the maximum delay until a revocation on another server is noticed, in milliseconds. */
  long checkMillis() {
    return Math.max(1, Math.min(MAX_CHECK_MILLIS, lifetimes.idle().toMillis() / 2));
  }

  /** Calls back with the hash of each token revoked on any server. */
  void onRevoked(Consumer<byte[]> listener) {
    logins.onRemoved(key -> {
      if (key.startsWith(TOKEN)) {
        listener.accept(HexFormat.of().parseHex(key.substring(TOKEN.length())));
      }
    });
  }

  void add(byte[] hash, Login login) {
    logins.swap(token(hash), null, bytes(login), lifetimes.hard());
    while (!join(hash, login.user())) {
      Thread.onSpinWait(); // lost a race with another login of the user
    }
  }

  /** Appends a hash to those of the user, and ends the oldest logins beyond the limit. */
  private boolean join(byte[] hash, UserId user) {
    var held = logins.find(USER + user);
    var all = held == null ? new byte[0] : held;
    int tooMany = Math.max(
        0, all.length + HASH_BYTES - Tokens.MAX_SESSIONS_PER_USER * HASH_BYTES);
    var joined = ByteBuffer.allocate(all.length - tooMany + HASH_BYTES)
        .put(all, tooMany, all.length - tooMany).put(hash).array();
    if (!logins.swap(USER + user, held, joined, lifetimes.hard())) {
      return false;
    }
    for (int i = 0; i < tooMany; i += HASH_BYTES) {
      end(Arrays.copyOfRange(all, i, i + HASH_BYTES));
    }
    return true;
  }

  /** Returns the login of a token and marks it as used; null if the token is invalid. */
  @Nullable Login use(byte[] hash) {
    var held = logins.find(token(hash));
    if (held == null) {
      return null;
    }
    var from = ByteBuffer.wrap(held);
    var login = new Login(new UserId(from.getLong(), from.getLong()), from.getLong());
    if (!isStanding(login.endMillis(), from.getLong())) {
      end(hash);
      return null;
    }
    long now = nowMillis.getAsLong();
    // // Another server may record its use at the same moment; either record is enough.
    logins.swap(token(hash), held, bytes(login), Duration.ofMillis(login.endMillis() - now));
    return login;
  }

  void end(byte[] hash) {
    var held = logins.find(token(hash));
    while (held != null && !logins.swap(token(hash), held, null, Duration.ZERO)) {
      held = logins.find(token(hash));
    }
  }

  void endAll(UserId user) {
    var held = logins.find(USER + user);
    if (held != null) {
      hashes(held).forEach(this::end);
      logins.swap(USER + user, held, null, Duration.ZERO);
    }
  }

  /**
   * A login of a user.
   *
   * @param hash the hash of its token
   * @param endMillis the end of its maximum lifetime
   * @param usedMillis the last use of its token
   */
  record Held(@SuppressWarnings("ArrayRecordComponent") byte[] hash, long endMillis,
      long usedMillis) {}

  /** Returns the valid logins of a user, oldest first, without marking them as used. */
  List<Held> of(UserId user) {
    var held = logins.find(USER + user);
    var all = new ArrayList<Held>();
    for (var hash : held == null ? List.<byte[]>of() : hashes(held)) {
      var value = logins.find(token(hash));
      if (value != null) {
        var from = ByteBuffer.wrap(value).position(2 * Long.BYTES);
        var login = new Held(hash, from.getLong(), from.getLong());
        if (isStanding(login.endMillis(), login.usedMillis())) {
          all.add(login);
        }
      }
    }
    return all;
  }

  private boolean isStanding(long endMillis, long usedMillis) {
    long now = nowMillis.getAsLong();
    return now < endMillis && now - usedMillis < lifetimes.idle().toMillis();
  }

  private static List<byte[]> hashes(byte[] held) {
    var hashes = new ArrayList<byte[]>();
    for (int i = 0; i < held.length; i += HASH_BYTES) {
      hashes.add(Arrays.copyOfRange(held, i, i + HASH_BYTES));
    }
    return hashes;
  }

  private static String token(byte[] hash) {
    return TOKEN + HexFormat.of().formatHex(hash);
  }

  private byte[] bytes(Login login) {
    return ByteBuffer.allocate(4 * Long.BYTES)
        .putLong(login.user().high()).putLong(login.user().low()).putLong(login.endMillis())
        .putLong(nowMillis.getAsLong()).array();
  }
}
