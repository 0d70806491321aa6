package io.ramtalk.server.internal.access;

import io.ramtalk.UserId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The identities, logins, codes and rates of one server.
 *
 * <p><b>Threads:</b> any number.
 *
 * @param limiter the rate limits of all callers
 * @param identities authenticates callers
 * @param tokens the current logins; null on an open server
 * @param codes the pending one-time codes; null on a server without them
 * @param logins logs users in with one-time codes; null on a server without them
 */
public record AccessControl(RateLimiter limiter, Identities identities, @Nullable Tokens tokens,
    @Nullable OneTimeCodes codes, @Nullable Logins logins) implements AutoCloseable {
  /** Returns the access control of an open server, which only limits rates. */
  public static AccessControl open(RateLimiter limiter) {
    return new AccessControl(limiter, Identities.OPEN, null, null, null);
  }

  /** Returns the bytes that count against the byte budget. */
  public long bytes() {
    return limiter.count() * RateLimiter.BUCKET_BYTES
        + (codes == null ? 0 : codes.count() * OneTimeCodes.CODE_BYTES)
        + (tokens == null ? 0 : tokens.count() * Tokens.SESSION_BYTES);
  }

  /** Forgets codes and rates. Logins stay. */
  public void reset() {
    limiter.close();
    if (codes != null) {
      codes.clear();
    }
  }

  /** Ends all logins of a user. */
  public void forget(UserId user) {
    if (tokens != null) {
      tokens.revokeAll(user);
    }
  }

  /**
   * Removes expired codes, logins and rates.
   *
   * @param touch marks the logins of open connections as used
   */
  public void sweep(Consumer<Tokens> touch) {
    limiter.sweep();
    if (codes != null) {
      codes.sweep();
    }
    if (tokens != null) {
      touch.accept(tokens);
      tokens.sweep();
    }
  }

  /** Forgets all codes, logins and rates. */
  @Override
  public void close() {
    limiter.close();
    if (codes != null) {
      codes.close();
    }
    if (tokens != null) {
      tokens.close();
    }
  }
}
