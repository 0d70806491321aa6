package io.ramtalk.server.internal.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.ramtalk.EngineUnavailable;
import io.ramtalk.RamBudget;
import io.ramtalk.UserId;
import io.ramtalk.server.SharedLogins;
import io.ramtalk.server.internal.wire.Durations;
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
 * The tokens issued at login, and their sessions.
 *
 * <p>A token is {@value #PREFIX} followed by 256 random bits. It expires after a time without use
 * and at a fixed time after its login. It also ends when it is revoked, and when its user logs in
 * {@value #MAX_SESSIONS_PER_USER} more times.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one SHA-256 and one map access; {@link #sweep} is
 * O(tokens that have expired since the last one).
 */
public final class Tokens implements AutoCloseable {
  /* Only the SHA-256 of a token is stored, so the heap contains nothing to log in with. 256 random
   * bits cannot be guessed, so a slow hash would add nothing. Lookups compare hashes: their timing
   * depends on bits that the sender of a guess cannot choose, and reveals nothing about other
   * tokens.
   *
   * Sessions are stored by hash in a cache, whose timing wheel finds expired ones, a thousand at a
   * time, without a walk over all of them; and in a list for each user. The cache reports removals
   * while it holds a lock, so they are queued and processed after the call that noticed them has
   * left the lock. A session enters the cache before the list of its user. If it ends in between,
   * the login itself removes it from the list. */
  static final String PREFIX = "rt_";
  public static final int MAX_SESSIONS_PER_USER = 16;

  /** Size of a session in the byte budget; measured for a user with one session. */
  public static final long SESSION_BYTES = 232;

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
   * Creates an empty store; the clock must never go back. {@code ended} is called once for each
   * session that has ended, without a lock, on the thread that noticed it. The call must not block.
   */
  public Tokens(RamBudget budget, LongSupplier nowMillis, Lifetimes lifetimes,
      Consumer<Session> ended) {
    this(budget, nowMillis, lifetimes, ended, null);
  }

  /** Creates a store that shares its tokens with other servers if logins are given. */
  public Tokens(RamBudget budget, LongSupplier nowMillis, Lifetimes lifetimes,
      Consumer<Session> ended,
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
   * The lifetimes of a token.
   *
   * @param idle the maximum time without use, up to {@link #MAX}
   * @param hard the maximum time in spite of use, up to {@link #MAX}
   */
  public record Lifetimes(Duration idle, Duration hard) {
    static final Duration MAX = Duration.ofDays(3_650);
    public static final Duration DEFAULT_IDLE = Duration.ofHours(24);
    public static final Duration DEFAULT_HARD = Duration.ofDays(30);
    public static final Lifetimes DEFAULT = new Lifetimes(DEFAULT_IDLE, DEFAULT_HARD);

    public Lifetimes {
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

  /** A login, from the issue of its token to its end. */
  public final class Session {
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

    public UserId user() {
      return user;
    }

    /** Returns whether the session has ended; true before any listener is called. */
    public boolean hasEnded() {
      return ended;
    }

    /**
     * Marks the token as used, for example by an open connection; returns false if it has expired.
     */
    public boolean touch() {
      return Tokens.this.touch(this);
    }

    /** Returns the time until the session expires if its token is not used again. */
    public Duration left() {
      long nanos = expiry.getExpiresAfter(hash, TimeUnit.NANOSECONDS).orElse(0);
      return Duration.ofNanos(Math.max(0, nanos));
    }
  }

  /**
   * A login as its user sees it.
   *
   * @param id the id among the user's logins: the start of the token's hash, which is not a secret
   * @param created the time of the login
   * @param used the last use of its token; up to half a minute old if servers share logins
   * @param end the end of its maximum lifetime
   * @param isCurrent whether the request uses this login
   */
  public record Login(String id, Instant created, Instant used, Instant end, boolean isCurrent) {}

  /** A token, returned once at login, and the end of its maximum lifetime. */
  public record Issued(String token, Instant end) {
    /** Returns the end without the token, which is a secret. */
    @Override
    public String toString() {
      return "Issued[end=" + end + "]";
    }
  }

  /**
   * Logs a user in, by the id of the account.
   *
   * @throws io.ramtalk.RamExhausted if the budget is exhausted
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

  /** Returns the session of a token and marks it as used; null if the token is invalid. */
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

  /** Checks the shared store for an unknown session, and periodically for known ones. */
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

  /** Marks a token as used, for example by an open connection; returns false if it has expired. */
  public boolean touch(Session session) {
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

  /** Returns the logins of a user, oldest first, without marking them as used. */
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

  /** Ends a session. Repeated calls have no effect. */
  void revoke(Session session) {
    if (shared != null) {
      shared.end(session.hash.bytes());
    }
    sessions.invalidate(session.hash);
    tell();
  }

  /** Ends the login of a user with that id; returns false if there is no such login. */
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

  /** Ends all sessions of a user; may miss a concurrent login. */
  void revokeAll(UserId user) {
    if (shared != null) {
      shared.endAll(user);
    }
    byUser.getOrDefault(user, List.of()).forEach(session -> sessions.invalidate(session.hash));
    tell();
  }

  /** Returns the number of stored sessions, perhaps including some expired ones. */
  int count() {
    return Math.toIntExact(sessions.estimatedSize());
  }

  /**
   * Releases sessions that expired more than a second ago. Called periodically, on a thread that
   * may be busy in proportion to their number.
   */
  void sweep() {
    do {
      sessions.cleanUp();
    } while (tell() > 0);
  }

  /** Ends all sessions; later ones end at once. */
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

  /** Adds a session to its user's; returns all of them, oldest first. */
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

  /** Notifies the listener of ended sessions, and returns their number. */
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
        LOG.log(Level.ERROR, "The listener for ended sessions failed", e);
      }
    }
    return told;
  }

  /** The SHA-256 of a token, the only part of it that is stored. */
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

  /** Computes the expiry of a session: the earlier of its idle time and its maximum lifetime. */
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
