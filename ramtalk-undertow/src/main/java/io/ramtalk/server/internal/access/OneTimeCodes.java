package io.ramtalk.server.internal.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.ramtalk.Mobile;
import io.ramtalk.RamBudget;
import io.ramtalk.server.SharedLogins;
import io.ramtalk.server.internal.wire.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The unused codes that were sent to mobile numbers, at most one for each number.
 *
 * <p>A code has {@value #DIGITS} random digits. It is valid for five minutes, {@value #ATTEMPTS}
 * guesses and one login. Numbers are compared in canonical form.
 *
 * <p><b>Threads:</b> any number; every call is atomic. <b>Cost:</b> {@link #create} is one
 * HMAC-SHA256 and one map access; {@link #redeem} takes 20 to 30 microseconds of processor time,
 * whether or not a code is pending; {@link #sweep} is O(expired codes).
 */
public final class OneTimeCodes implements AutoCloseable {
  /* Six digits are quickly guessed from their hash, so a code is stored as an HMAC with a secret
   * random key: only a dump of the whole heap reveals a code.
   *
   * A guess takes an attempt before it is compared, so racing guesses never get more comparisons
   * than there are attempts. Of racing right guesses, the one that removes the code from the map
   * wins. A code without attempts stays until it expires: if it were removed, a right guess that is
   * being compared could find it gone.
   *
   * Timing must not reveal which numbers have a code. A guess for a number without one is compared
   * with a dummy code, but a real code still takes longer to read from memory. So every response is
   * delayed until many times that duration has passed. The delay has a small random part: without
   * it, the end of the loop would fall on a beat that its start sets. The thread spins because a
   * sleep cannot be that short.
   *
   * Codes that several servers share are looked up in the shared store. The entry here of a code
   * that this server created holds its reservation until the code expires or is known to be
   * used. */
  static final Duration LIFE = Duration.ofMinutes(5);
  public static final int ATTEMPTS = 5;
  static final int DIGITS = 6;

  /** Maximum number of pending codes. */
  public static final int MAX_PENDING = 100_000;

  /**
   * Maximum number of pending codes requested from one network, so that none can use up the rest.
   */
  static final int MAX_PENDING_PER_NETWORK = 1_000;

  /** The size of a code in the byte budget; measured with one code per network. */
  static final long CODE_BYTES = 312;

  private static final int MAX_SHARED = 1_000_000;
  private static final long SHARED_GUESS_NANOS = 20_000_000;
  private static final int GUESS_NANOS = 20_000;
  private static final String MAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int CODES = 1_000_000;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key = new SecretKeySpec(bytes(), MAC);
  private final Pending nobody = new Pending(bytes(), 0, null);
  private final ConnectionQuota<ClientAddress.Network> room =
      new ConnectionQuota<>(MAX_PENDING, MAX_PENDING_PER_NETWORK);
  private final LongAdder guesses = new LongAdder();
  private final RamBudget budget;
  private final Cache<String, Pending> codes;
  private final @Nullable SharedCodes shared;
  private volatile boolean closed;

  /** Creates an empty store; the clock must never go back. */
  public OneTimeCodes(RamBudget budget, LongSupplier nowMillis) {
    this(budget, nowMillis, null);
  }

  /** Creates a store that shares its codes with other servers if logins are given. */
  public OneTimeCodes(RamBudget budget, LongSupplier nowMillis, @Nullable SharedLogins logins) {
    shared = logins == null ? null : new SharedCodes(logins);
    this.budget = budget;
    codes = Caffeine.newBuilder()
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(nowMillis.getAsLong()))
        .executor(Runnable::run)
        .expireAfter(new FiveMinutes())
        .removalListener((@Nullable String mobile, @Nullable Pending code, RemovalCause cause) ->
            giveRoom(Objects.requireNonNull(code)))
        .build();
  }

  /** The outcome of a guess. */
  enum Guess {
    /** The guess matched the code, which is now used up. */
    RIGHT,

    /** The guess did not match the pending code and used one attempt. */
    WRONG,

    /** No code was pending, or its attempts were used up. */
    VOID
  }

  /** A pending code: its MAC, the remaining attempts, and the network that requested it. */
  private static final class Pending {
    private final byte[] mac;
    private final AtomicInteger left;
    private final ClientAddress.@Nullable Network network;

    Pending(byte[] mac, int attempts, ClientAddress.@Nullable Network network) {
      this.mac = mac;
      this.network = network;
      left = new AtomicInteger(attempts);
    }

    /** Takes one attempt; returns false if none is left. */
    boolean attempt() {
      return left.getAndUpdate(attempts -> Math.max(0, attempts - 1)) > 0;
    }
  }

  /**
   * Creates a code for a number; an earlier code of the number becomes invalid.
   *
   * @param network the network of the caller
   * @throws ProblemException 503 {@code busy} if {@value #MAX_PENDING} codes are pending, or
   *     {@value #MAX_PENDING_PER_NETWORK} from this network
   * @throws io.ramtalk.RamExhausted if the budget is exhausted
   */
  public String create(Mobile mobile, ClientAddress.Network network) {
    if (shared != null && shared.count() > MAX_SHARED) {
      throw busy();
    }
    takeRoom(network);
    var code = draw(random);
    var pending = new Pending(mac(mobile, code), ATTEMPTS, network);
    codes.put(mobile.canonical(), pending);
    if (closed) {
      codes.invalidate(mobile.canonical());
    }
    if (shared != null) {
      share(mobile, pending, shared);
    }
    return code;
  }

  private void share(Mobile mobile, Pending code, SharedCodes others) {
    try {
      others.put(mobile.canonical(), code.mac);
    } catch (RuntimeException e) {
      codes.asMap().remove(mobile.canonical(), code);
      throw e;
    }
  }

  /** Checks a guess for a number; a right guess uses the code up. */
  public Guess redeem(Mobile mobile, String code) {
    if (code.length() != DIGITS) {
      return Guess.VOID;
    }
    long began = System.nanoTime();
    int nanos = GUESS_NANOS + random.nextInt(GUESS_NANOS / 2);
    var guess = use(mobile, mac(mobile, code));
    if (shared != null) {
      awaitBeat(began);
      return guess;
    }
    while (System.nanoTime() - began < nanos) {
      Thread.onSpinWait();
    }
    return guess;
  }

  /** A shared store responds after a varying time, so results are returned on a slow beat. */
  private static void awaitBeat(long beganNanos) {
    long nanos = SHARED_GUESS_NANOS - (System.nanoTime() - beganNanos) % SHARED_GUESS_NANOS;
    LockSupport.parkNanos(nanos);
  }

  /** Returns the number of stored codes, perhaps including some expired ones. */
  int count() {
    return room.taken();
  }

  /** Returns the number of guesses, right or wrong, that used an attempt. */
  long guesses() {
    return guesses.sum();
  }

  /**
   * Releases codes that expired more than a second ago. Called periodically, on a thread that may
   * be busy in proportion to their number.
   */
  void sweep() {
    int before;
    do {
      before = room.taken();
      codes.cleanUp();
    } while (room.taken() < before);
  }

  /** Removes all codes; codes created later are removed at once. */
  @Override
  public void close() {
    closed = true;
    clear();
  }

  /** Removes all codes. */
  void clear() {
    codes.invalidateAll();
  }

  /**
   * Draws a code. {@link SecureRandom#nextInt(int)} redraws values beyond the last whole million
   * below 2^31, so all codes are equally likely.
   */
  public static String draw(SecureRandom random) {
    return String.valueOf(CODES + random.nextInt(CODES)).substring(1);
  }

  private Guess use(Mobile mobile, byte[] guess) {
    if (shared != null) {
      var outcome = shared.use(mobile.canonical(), guess);
      guesses.add(outcome == Guess.VOID ? 0 : 1);
      if (outcome == Guess.RIGHT) {
        codes.invalidate(mobile.canonical());
      }
      return outcome;
    }
    var found = codes.getIfPresent(mobile.canonical());
    var pending = found == null ? nobody : found;
    boolean counts = pending.attempt();
    guesses.add(counts ? 1 : 0);
    boolean right = MessageDigest.isEqual(pending.mac, guess);
    if (counts && right && codes.asMap().remove(mobile.canonical(), pending)) {
      return Guess.RIGHT;
    }
    return counts ? Guess.WRONG : Guess.VOID;
  }

  private void takeRoom(ClientAddress.Network network) {
    budget.reserve(CODE_BYTES);
    if (!room.take(network)) {
      budget.release(CODE_BYTES);
      throw busy();
    }
  }

  private void giveRoom(Pending code) {
    room.leave(code.network);
    budget.release(CODE_BYTES);
  }

  private static ProblemException busy() {
    return new ProblemException(
        503, "busy", "Too many unused codes; retry in a minute");
  }

  /** Codes have a fixed length, so different pairs of number and code never give the same text. */
  private byte[] mac(Mobile mobile, String code) {
    try {
      var mac = Mac.getInstance(MAC);
      mac.init(shared == null ? key : new SecretKeySpec(shared.key(), MAC));
      return mac.doFinal((mobile.canonical() + code).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + MAC, e);
    }
  }

  private byte[] bytes() {
    var bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A code expires five minutes after it was created, whatever happens to it. */
  private record FiveMinutes() implements Expiry<String, Pending> {
    @Override
    public long expireAfterCreate(String mobile, Pending pending, long now) {
      return LIFE.toNanos();
    }

    @Override
    public long expireAfterUpdate(String mobile, Pending pending, long now, long left) {
      return LIFE.toNanos();
    }

    @Override
    public long expireAfterRead(String mobile, Pending pending, long now, long left) {
      return left;
    }
  }
}
