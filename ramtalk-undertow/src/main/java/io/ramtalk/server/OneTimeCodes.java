package io.ramtalk.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.ramtalk.Mobile;
import io.ramtalk.RamBudget;
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
 * The codes that were sent to mobile numbers and are not used yet, one for a number.
 *
 * <p>A code is {@value #DIGITS} random digits, lasts five minutes and {@value #ATTEMPTS} guesses,
 * and lets in once. The canonical form of a number counts.
 *
 * <p><b>Threads:</b> any number; every call is atomic. <b>Cost:</b> {@link #create} is one
 * HMAC-SHA256 and one look into a map; {@link #redeem} takes 20 to 30 microseconds of the
 * processor, whether a code is pending or not; {@link #sweep} is O(codes that have ended).
 */
final class OneTimeCodes implements AutoCloseable {
  /* Six digits are guessed in no time by who has their hash, so what is kept is keyed with bytes
   * that no one else has: only a dump of the whole heap gives a code away.
   *
   * A guess takes one of the attempts before it is compared: however many race, no more than the
   * attempts are looked at. Of right guesses that race, the one that takes the code out of the
   * map wins. A code whose attempts are used up stays until its time is up: were it taken out, a
   * right guess that is being compared could find it gone.
   *
   * Time must not tell which numbers have a code. A number without one is compared with a code
   * that nobody was sent, but a code that is there takes longer still to be read, by the memory
   * that it lies in. So each guess is answered no sooner than many times what either takes, and
   * by chance a little later, since the end of a loop falls on a beat that its beginning sets.
   * The thread spins that long; it could not sleep so short.
   *
   * Codes that several servers share are looked up there. What is kept here of those that this
   * server made holds their room, for as long as they live and no guess is known to have used
   * them. */
  static final Duration LIFE = Duration.ofMinutes(5);
  static final int ATTEMPTS = 5;
  static final int DIGITS = 6;

  /** The most numbers that have a code at a time. */
  static final int MAX_PENDING = 100_000;

  /** The most of them whose codes one network asked for, so that none takes the room of all. */
  static final int MAX_PENDING_PER_NETWORK = 1_000;

  /** What a code counts against the byte budget; measured, for one from each network. */
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
  private final Seats<ClientAddress.Network> room =
      new Seats<>(MAX_PENDING, MAX_PENDING_PER_NETWORK);
  private final LongAdder guesses = new LongAdder();
  private final RamBudget budget;
  private final Cache<String, Pending> codes;
  private final @Nullable SharedCodes shared;
  private volatile boolean closed;

  /** Begins without codes. The clock never goes back. */
  OneTimeCodes(RamBudget budget, LongSupplier nowMillis) {
    this(budget, nowMillis, null);
  }

  /** Begins with the codes that other servers share, if there are such servers. */
  OneTimeCodes(RamBudget budget, LongSupplier nowMillis, @Nullable SharedLogins logins) {
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
    /** The code, which is used up now. */
    RIGHT,

    /** Another text than the code that is pending; it took one of the attempts. */
    WRONG,

    /** A guess at nothing: no code is pending, or its attempts are used up. */
    VOID
  }

  /** What is kept of a code, how many guesses are left, and which network asked for it. */
  private static final class Pending {
    private final byte[] mac;
    private final AtomicInteger left;
    private final ClientAddress.@Nullable Network network;

    Pending(byte[] mac, int attempts, ClientAddress.@Nullable Network network) {
      this.mac = mac;
      this.network = network;
      left = new AtomicInteger(attempts);
    }

    /** Takes one of the attempts; false if there is none left. */
    boolean attempt() {
      return left.getAndUpdate(attempts -> Math.max(0, attempts - 1)) > 0;
    }
  }

  /**
   * Makes a code for a number; an earlier one of that number is no longer valid.
   *
   * @param network the network that asks
   * @throws RequestRefused 503 {@code busy} if {@value #MAX_PENDING} numbers have a code, or
   *     {@value #MAX_PENDING_PER_NETWORK} because of this network
   * @throws io.ramtalk.RamExhausted if the budget has no room
   */
  String create(Mobile mobile, ClientAddress.Network network) {
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

  /** Guesses the code of a number; a right guess uses it up. */
  Guess redeem(Mobile mobile, String code) {
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

  /** Other servers answer at any time, so guesses are answered on a slow beat. */
  private static void awaitBeat(long beganNanos) {
    long nanos = SHARED_GUESS_NANOS - (System.nanoTime() - beganNanos) % SHARED_GUESS_NANOS;
    LockSupport.parkNanos(nanos);
  }

  /** Returns how many codes are kept; of those whose time is up, some may be counted still. */
  int count() {
    return room.taken();
  }

  /** Returns how many guesses were looked at, right or wrong: those that took an attempt. */
  long guesses() {
    return guesses.sum();
  }

  /**
   * Gives back what codes took whose time is up for over a second. To be called now and then, on a
   * thread that may be busy for as long as many of them take.
   */
  void sweep() {
    int before;
    do {
      before = room.taken();
      codes.cleanUp();
    } while (room.taken() < before);
  }

  /** Forgets all codes, and those that are made later at once. */
  @Override
  public void close() {
    closed = true;
    clear();
  }

  /** Forgets all codes. */
  void clear() {
    codes.invalidateAll();
  }

  /**
   * Draws a code. {@link SecureRandom#nextInt(int)} draws again what lies beyond the last whole
   * million below 2^31, so that each code is as likely as any other.
   */
  static String draw(SecureRandom random) {
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

  private static RequestRefused busy() {
    return new RequestRefused(
        503, "busy", "Too many codes wait to be used; ask again in a minute");
  }

  /** Codes have one length, so no number with its code looks like another number with another. */
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

  /** A code ends five minutes after it was made, whatever happens to it. */
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
