package io.ramtalk.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.ramtalk.EngineUnavailable;
import io.ramtalk.RamBudget;
import io.ramtalk.UserId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that people got when they logged in, and whom each of them lets in.
 *
 * <p>A token is {@value #PREFIX} and 256 random bits. It ends when it has not been used for a
 * while, a fixed time after its login, when it is revoked, and when its user logs in {@value
 * #MAX_SESSIONS_PER_USER} times more.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one SHA-256 and one look into a map; {@link #sweep}
 * is O(tokens that have ended since the last one).
 */
final class Tokens implements AutoCloseable {
  /* Of a token nothing is kept but its SHA-256, so the heap holds nothing to log in with. 256
   * random bits cannot be guessed, so a slow hash would protect nothing. What is compared is the
   * hash: how long a look takes depends on bits that the sender of a guess does not choose, and
   * tells nothing of the token that it did not guess.
   *
   * Sessions are kept by hash in a cache, whose timing wheel finds those that are over, a thousand
   * at a time, without a walk over all of them; and in a list per user. The cache says which are
   * over while it holds a lock, so they are queued and told about when the call that noticed is
   * out of it. A session comes into the cache before it comes into the list of its user; one that
   * is over in between is taken off the list by the login itself. */
  static final String PREFIX = "rt_";
  static final int MAX_SESSIONS_PER_USER = 16;

  /** What a session counts against the byte budget; measured, for a user who has one. */
  static final long SESSION_BYTES = 232;

  private static final Logger LOG = System.getLogger(Tokens.class.getName());

  private static final int TOKEN_BYTES = 32;
  private static final int TOKEN_CHARS = PREFIX.length() + (TOKEN_BYTES * 8 + 5) / 6;

  private final SecureRandom random = new SecureRandom();
  private final RamBudget budget;
  private final LongSupplier nowMillis;
  private final Lifetimes lifetimes;
  private final Consumer<Session> ended;
  private final Cache<Hash, Session> sessions;
  private final Policy.VarExpiration<Hash, Session> expiry;
  private final Map<UserId, List<Session>> byUser = new ConcurrentHashMap<>();
  private final Queue<Session> over = new ConcurrentLinkedQueue<>();
  private final @Nullable SharedTokens shared;
  private volatile boolean closed;

  /**
   * Begins without tokens. The clock never goes back. What {@code ended} is called with is each
   * session that is over, once, with no lock held, by whichever thread noticed it; the call must
   * not wait.
   */
  Tokens(RamBudget budget, LongSupplier nowMillis, Lifetimes lifetimes, Consumer<Session> ended) {
    this(budget, nowMillis, lifetimes, ended, null);
  }

  /** Begins with the tokens that other servers share, if there are such servers. */
  Tokens(RamBudget budget, LongSupplier nowMillis, Lifetimes lifetimes, Consumer<Session> ended,
      @Nullable SharedLogins logins) {
    this.budget = budget;
    this.nowMillis = nowMillis;
    this.lifetimes = lifetimes;
    this.ended = ended;
    sessions = Caffeine.newBuilder()
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(nowMillis.getAsLong()))
        .executor(Runnable::run)
        .expireAfter(new Ends(lifetimes.idle().toNanos()))
        .removalListener((@Nullable Hash hash, @Nullable Session session, RemovalCause cause) ->
            over.add(Objects.requireNonNull(session)))
        .build();
    expiry = sessions.policy().expireVariably().orElseThrow();
    shared = logins == null ? null : new SharedTokens(logins, nowMillis, lifetimes);
    if (shared != null) {
      shared.onRevoked(hash -> {
        sessions.invalidate(Hash.of(hash));
        tell();
      });
    }
  }

  /**
   * How long a token lasts.
   *
   * @param idle without being used, up to {@link #MAX}
   * @param hard however much it is used, up to {@link #MAX}
   */
  record Lifetimes(Duration idle, Duration hard) {
    static final Duration MAX = Duration.ofDays(3_650);
    static final Duration DEFAULT_IDLE = Duration.ofHours(24);
    static final Duration DEFAULT_HARD = Duration.ofDays(30);
    static final Lifetimes DEFAULT = new Lifetimes(DEFAULT_IDLE, DEFAULT_HARD);

    Lifetimes {
      check("--token-idle", idle);
      check("--token-life", hard);
    }

    private static void check(String flag, Duration life) {
      if (life.toMillis() < 1 || life.compareTo(MAX) > 0) {
        throw new IllegalArgumentException(
            flag + " (tokenLife) must be 1ms to " + Durations.format(MAX) + ": "
                + Durations.format(life));
      }
    }
  }

  /** One login: what a token stands for until it is over. */
  final class Session {
    private final UserId user;
    private final Hash hash;
    private final long endMillis;
    private volatile long usedMillis;
    private volatile boolean ended;

    private Session(UserId user, Hash hash, long endMillis, long usedMillis) {
      this.usedMillis = usedMillis;
      this.user = user;
      this.hash = hash;
      this.endMillis = endMillis;
    }

    UserId user() {
      return user;
    }

    /** Says whether it is over; true before anyone is told so. */
    boolean hasEnded() {
      return ended;
    }

    /** Counts as a use of the token, as an open connection is; false if the session is over. */
    boolean touch() {
      return Tokens.this.touch(this);
    }

    /** Returns how long it lasts if its token is not used again. */
    Duration left() {
      long nanos = expiry.getExpiresAfter(hash, TimeUnit.NANOSECONDS).orElse(0);
      return Duration.ofNanos(Math.max(0, nanos));
    }
  }

  /**
   * A login as its user sees it.
   *
   * @param id names it among those of its user; the beginning of the hash of its token, with which
   *     nobody gets in
   * @param created when it began
   * @param used when its token was last used; where servers share logins, up to half a minute ago
   * @param end when it ends at the latest
   * @param isCurrent whether it is the one that asks
   */
  record Login(String id, Instant created, Instant used, Instant end, boolean isCurrent) {}

  /** A token as it is told once, to the one who logged in, and when it ends at the latest. */
  record Issued(String token, Instant end) {
    /** Returns the end alone: a token is a secret. */
    @Override
    public String toString() {
      return "Issued[end=" + end + "]";
    }
  }

  /**
   * Logs a user in. The id is that of the account, which outlives the session.
   *
   * @throws io.ramtalk.RamExhausted if the budget has no room
   */
  Issued issue(UserId user) {
    var token = draw();
    long endMillis = nowMillis.getAsLong() + lifetimes.hard().toMillis();
    var hash = Hash.of(token);
    begin(user, hash, endMillis);
    if (shared != null) {
      shared.add(hash.bytes(), new SharedTokens.Login(user, endMillis));
    }
    return new Issued(token, Instant.ofEpochMilli(endMillis));
  }

  private Session begin(UserId user, Hash hash, long endMillis) {
    budget.reserve(SESSION_BYTES);
    var session = new Session(user, hash, endMillis, nowMillis.getAsLong());
    sessions.put(session.hash, session);
    var held = join(session);
    held.subList(0, Math.max(0, held.size() - MAX_SESSIONS_PER_USER))
        .forEach(oldest -> sessions.invalidate(oldest.hash));
    if (closed) {
      sessions.invalidate(session.hash);
    }
    tell();
    return session;
  }

  /** Finds the session of a token, and counts that as a use of it; null if it lets nobody in. */
  @Nullable Session find(String token) {
    if (token.length() != TOKEN_CHARS || !token.startsWith(PREFIX)) {
      return null;
    }
    var hash = Hash.of(token);
    var session = sessions.getIfPresent(hash);
    tell();
    if (shared != null) {
      return checked(hash, session, shared);
    }
    if (session != null) {
      session.usedMillis = nowMillis.getAsLong();
    }
    return session;
  }

  /** Asks what all servers know, of a session that is not known here, and of others at times. */
  private @Nullable Session checked(
      Hash hash, @Nullable Session session, SharedTokens others) {
    long now = nowMillis.getAsLong();
    if (session != null && now - session.usedMillis < others.checkMillis()) {
      return session;
    }
    try {
      var login = others.use(hash.bytes());
      if (login == null) {
        sessions.invalidate(hash);
        tell();
        return null;
      }
      if (session == null) {
        return begin(login.user(), hash, login.endMillis());
      }
      session.usedMillis = now;
    } catch (EngineUnavailable e) {
      if (session == null) {
        throw e;
      }
    }
    return session;
  }

  /** Counts as a use of the token, as an open connection is; false if the session is over. */
  boolean touch(Session session) {
    var held = sessions.getIfPresent(session.hash);
    tell();
    if (held == null) {
      return false;
    }
    if (shared != null) {
      return checked(session.hash, held, shared) != null;
    }
    held.usedMillis = nowMillis.getAsLong();
    return true;
  }

  /** Returns the logins of a user, oldest first; looking does not count as a use of them. */
  List<Login> logins(UserId user, @Nullable Session current) {
    var currentId = current == null ? "" : current.hash.id();
    if (shared != null) {
      return shared.of(user).stream().map(held -> login(
          Hash.of(held.hash()).id(), held.endMillis(), held.usedMillis(), currentId)).toList();
    }
    return byUser.getOrDefault(user, List.of()).stream()
        .filter(session -> sessions.policy().getIfPresentQuietly(session.hash) != null)
        .map(session -> login(
            session.hash.id(), session.endMillis, session.usedMillis, currentId)).toList();
  }

  private Login login(String id, long endMillis, long usedMillis, String currentId) {
    return new Login(id, Instant.ofEpochMilli(endMillis - lifetimes.hard().toMillis()),
        Instant.ofEpochMilli(usedMillis), Instant.ofEpochMilli(endMillis), id.equals(currentId));
  }

  /** Ends one session. Doing so twice is harmless. */
  void revoke(Session session) {
    if (shared != null) {
      shared.end(session.hash.bytes());
    }
    sessions.invalidate(session.hash);
    tell();
  }

  /** Ends the login of a user with that id; false if there is none. */
  boolean revoke(UserId user, String id) {
    boolean isThere = logins(user, null).stream().anyMatch(login -> login.id().equals(id));
    if (isThere && shared != null) {
      shared.of(user).stream().map(SharedTokens.Held::hash)
          .filter(hash -> Hash.of(hash).id().equals(id)).forEach(shared::end);
    }
    byUser.getOrDefault(user, List.of()).stream()
        .filter(session -> session.hash.id().equals(id))
        .forEach(session -> sessions.invalidate(session.hash));
    tell();
    return isThere;
  }

  /** Ends all sessions that a user has now; a login at the same time may be missed. */
  void revokeAll(UserId user) {
    if (shared != null) {
      shared.endAll(user);
    }
    byUser.getOrDefault(user, List.of()).forEach(session -> sessions.invalidate(session.hash));
    tell();
  }

  /** Returns how many sessions are kept; of those whose time is up, some may be counted still. */
  int count() {
    return Math.toIntExact(sessions.estimatedSize());
  }

  /**
   * Gives back what sessions took whose time is up for over a second. To be called now and then,
   * on a thread that may be busy for as long as many of them take.
   */
  void sweep() {
    do {
      sessions.cleanUp();
    } while (tell() > 0);
  }

  /** Ends all sessions, and those that begin later at once. */
  @Override
  public void close() {
    closed = true;
    sessions.invalidateAll();
    tell();
  }

  private String draw() {
    var bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns the sessions of the user with this one, oldest first. */
  private List<Session> join(Session session) {
    var joined = byUser.merge(session.user, List.of(session), (held, one) -> {
      var all = new ArrayList<>(held);
      all.addAll(one);
      return List.copyOf(all);
    });
    if (session.hasEnded()) {
      leave(session);
    }
    return joined;
  }

  private void leave(Session session) {
    byUser.computeIfPresent(session.user, (user, held) -> {
      var rest = held.stream().filter(other -> other != session)
          .collect(Collectors.toUnmodifiableList());
      return rest.isEmpty() ? null : rest;
    });
  }

  /** Tells of the sessions that are over, and returns how many that were. */
  private int tell() {
    int told = 0;
    for (var session = over.poll(); session != null; session = over.poll()) {
      told++;
      session.ended = true;
      leave(session);
      budget.release(SESSION_BYTES);
      try {
        ended.accept(session);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "What the end of a session called failed", e);
      }
    }
    return told;
  }

  /** The SHA-256 of a token, which is all that is kept of it. */
  private record Hash(long a, long b, long c, long d) {
    static Hash of(byte[] sha256) {
      var digest = ByteBuffer.wrap(sha256);
      return new Hash(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    }

    String id() {
      return HexFormat.of().toHexDigits(a);
    }

    byte[] bytes() {
      return ByteBuffer.allocate(4 * Long.BYTES)
          .putLong(a).putLong(b).putLong(c).putLong(d).array();
    }

    static Hash of(String token) {
      try {
        return of(MessageDigest.getInstance("SHA-256")
            .digest(token.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has SHA-256", e);
      }
    }

    @Override
    public int hashCode() {
      return Long.hashCode(a);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Hash hash && a == hash.a && b == hash.b && c == hash.c
          && d == hash.d;
    }
  }

  /** When a session is over: by want of use or by age, whichever is first. */
  private record Ends(long idleNanos) implements Expiry<Hash, Session> {
    @Override
    public long expireAfterCreate(Hash hash, Session session, long now) {
      return Math.min(idleNanos, TimeUnit.MILLISECONDS.toNanos(session.endMillis) - now);
    }

    @Override
    public long expireAfterUpdate(Hash hash, Session session, long now, long left) {
      return expireAfterCreate(hash, session, now);
    }

    @Override
    public long expireAfterRead(Hash hash, Session session, long now, long left) {
      return expireAfterCreate(hash, session, now);
    }
  }
}
