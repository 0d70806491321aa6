package io.ramtalk.server.internal.sms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.ramtalk.RamBudget;
import io.ramtalk.server.internal.access.OneTimeCodes;
import io.ramtalk.server.internal.wire.ProblemException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pending codes of the SMS provider's verification services, one for each number and service.
 *
 * <p>They follow the provider's rules (https://www.twilio.com/docs/verify/api): a code is valid for
 * ten minutes and five checks. It stays the same if it is sent again in that time, and can be sent
 * at most five times.
 *
 * <p><b>Threads:</b> any number; every call is atomic. <b>Cost:</b> O(1).
 */
final class Verifications implements AutoCloseable {
  static final Duration LIFE = Duration.ofMinutes(10);
  static final int MAX_CHECKS = 5;
  static final int MAX_SENDS = 5;

  /** Maximum number of pending codes. */
  static final int MAX_PENDING = 10_000;

  /** Size of a pending code in the byte budget. */
  static final int VERIFICATION_BYTES = 1 << 10;

  private final SecureRandom random = new SecureRandom();
  private final RamBudget budget;
  private final AtomicInteger count = new AtomicInteger();
  private final Cache<Key, Verification> pending;

  /** Creates an empty store; the clock must never go back. */
  Verifications(RamBudget budget, LongSupplier nowMillis) {
    this.budget = budget;
    pending = Caffeine.newBuilder()
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(nowMillis.getAsLong()))
        .executor(Runnable::run)
        .expireAfterWrite(LIFE)
        .removalListener((@Nullable Key key, @Nullable Verification gone, RemovalCause cause) -> {
          count.decrementAndGet();
          budget.release(VERIFICATION_BYTES);
        })
        .build();
  }

  /** The service and the number of a code. */
  record Key(String service, String mobile) {}

  /**
   * A code that was sent.
   *
   * <p><b>Threads:</b> guarded by {@link Verifications}.
   */
  static final class Verification {
    private final Key key;
    private final String sid = SmsProvider.sid("VE");
    private final String code;
    private final List<Instant> sent = new ArrayList<>();
    private int checks;

    private Verification(Key key, String code) {
      this.key = key;
      this.code = code;
    }

    Key key() {
      return key;
    }

    String sid() {
      return sid;
    }

    String code() {
      return code;
    }

    /** Returns the times at which the code was sent, oldest first. */
    List<Instant> sent() {
      return List.copyOf(sent);
    }
  }

  /** The result of a check. */
  record Check(Verification verification, boolean isApproved) {}

  /** Returns a new code, or the pending one, to be sent now. */
  synchronized Verification start(Key key, @Nullable String customCode, Instant now) {
    var known = pending.getIfPresent(key);
    var verification = known != null ? known : add(key, customCode);
    if (verification.sent.size() == MAX_SENDS) {
      throw new ProblemException(429, "verification_sends", "Max send attempts reached");
    }
    verification.sent.add(now);
    return verification;
  }

  /** Undoes a start whose code could not be sent. */
  synchronized void rollback(Verification verification) {
    verification.sent.remove(verification.sent.size() - 1);
    if (verification.sent.isEmpty()) {
      pending.asMap().remove(verification.key, verification);
    }
  }

  /** Compares a code with the pending one; returns null if no code is pending. */
  synchronized @Nullable Check check(Key key, String code) {
    var verification = pending.getIfPresent(key);
    if (verification == null) {
      return null;
    }
    if (verification.checks == MAX_CHECKS) {
      throw new ProblemException(429, "verification_checks", "Max check attempts reached");
    }
    verification.checks++;
    boolean approved = verification.code.equals(code);
    if (approved) {
      pending.invalidate(key);
    }
    return new Check(verification, approved);
  }

  /** Returns the key of a service's verification, or null. */
  synchronized @Nullable Key find(String service, String sid) {
    return pending.asMap().values().stream()
        .filter(verification -> verification.sid.equals(sid))
        .map(Verification::key).filter(key -> key.service().equals(service))
        .findFirst().orElse(null);
  }

  /** Returns the bytes counted against the byte budget. */
  long bytes() {
    return (long) count.get() * VERIFICATION_BYTES;
  }

  /** Releases expired codes. */
  synchronized void sweep() {
    pending.cleanUp();
  }

  /** Removes all codes. */
  synchronized void clear() {
    pending.invalidateAll();
  }

  @Override
  public void close() {
    clear();
  }

  private Verification add(Key key, @Nullable String customCode) {
    pending.cleanUp();
    if (count.get() >= MAX_PENDING) {
      throw new ProblemException(503, "busy",
          "More than " + MAX_PENDING + " codes are pending; retry later");
    }
    budget.reserve(VERIFICATION_BYTES);
    count.incrementAndGet();
    var verification = new Verification(
        key, customCode == null ? OneTimeCodes.draw(random) : customCode);
    pending.put(key, verification);
    return verification;
  }
}
