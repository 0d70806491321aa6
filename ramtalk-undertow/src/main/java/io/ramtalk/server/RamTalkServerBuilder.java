package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.internal.access.ConsoleDelivery;
import io.ramtalk.server.internal.access.Tokens;
import io.ramtalk.server.internal.http.ConnectionSettings;
import io.ramtalk.server.internal.live.Heartbeat;
import io.ramtalk.server.internal.sms.SmsAccount;
import io.ramtalk.server.internal.wire.RegionMobileParser;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A builder of {@link RamTalkServer}.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class RamTalkServerBuilder {
  /** The default address to listen on: this machine only. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** The default port to listen on. */
  public static final int DEFAULT_PORT = 8000;

  /** The default idle time after which a login expires. */
  public static final Duration DEFAULT_TOKEN_IDLE = Tokens.Lifetimes.DEFAULT_IDLE;

  /** The default maximum lifetime of a login. */
  public static final Duration DEFAULT_TOKEN_LIFE = Tokens.Lifetimes.DEFAULT_HARD;

  /** The minimum length of an admin token, in characters. */
  public static final int MIN_ADMIN_TOKEN_CHARS = 16;

  /** The maximum number of worker threads. */
  public static final int MAX_WORKERS = 1_000;

  private static final int MAX_PORT = 65_535;
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/@?#\\s]+");

  private @Nullable RamTalk messenger;
  private @Nullable String region;
  private String host = DEFAULT_HOST;
  private int port = DEFAULT_PORT;
  private boolean insecureOpen;
  private boolean insecureSnapshot;
  private int workers;
  private @Nullable Supplier<ClusterStatus> cluster;
  private @Nullable SharedLogins sharedLogins;
  private Heartbeat heartbeat = Heartbeat.DEFAULT;
  private boolean insecureConsole;
  private Access access = Access.OPEN;
  private @Nullable CodeDelivery codeDelivery;
  private @Nullable Authentication authentication;
  private @Nullable String adminToken;
  private Tokens.Lifetimes lifetimes = Tokens.Lifetimes.DEFAULT;
  private @Nullable SSLContext tls;
  private List<String> allowedHosts = List.of();
  private List<String> allowedOrigins = List.of();
  private List<String> trustedProxies = List.of();
  private boolean smsFacade;
  private boolean insecureCallbacks;
  private @Nullable SmsAccount smsAccount;
  private @Nullable VirtualClock testControls;
  private final ConnectionSettings connections = new ConnectionSettings();
  private final Map<RateLimit, Rate> rates = new EnumMap<>(RateLimit.class);
  private final List<RateLimit> unlimited = new ArrayList<>();

  RamTalkServerBuilder() {}

  /**
   * Sets the messenger to serve.
   *
   * @param newMessenger a messenger that its owner closes; by default the server creates one and
   *     closes it
   * @return this builder
   */
  public RamTalkServerBuilder messenger(RamTalk newMessenger) {
    messenger = newMessenger;
    return this;
  }

  /**
   * Sets the country of national numbers, so that {@code 01711111111} and {@code +880 1711-111111}
   * are one user. A messenger set with {@link #messenger} has its own
   * {@link io.ramtalk.RamTalkBuilder#mobileParser}, which may be a {@link RegionMobileParser}.
   *
   * @param newRegion the two-letter code of a country, such as {@code BD}; none by default
   * @return this builder
   */
  public RamTalkServerBuilder region(String newRegion) {
    region = newRegion;
    return this;
  }

  /**
   * Sets the address to listen on.
   *
   * @param newHost a host name or address of this machine, by default {@value #DEFAULT_HOST}
   * @return this builder
   */
  public RamTalkServerBuilder host(String newHost) {
    host = newHost;
    return this;
  }

  /**
   * Sets the port to listen on.
   *
   * @param newPort 0 to 65,535, by default {@value #DEFAULT_PORT}; 0 selects any free port
   * @return this builder
   */
  public RamTalkServerBuilder port(int newPort) {
    port = newPort;
    return this;
  }

  /**
   * Serves HTTPS instead of plain HTTP.
   *
   * @param newTls the certificate with its key, and the enabled protocol versions
   * @return this builder
   */
  public RamTalkServerBuilder tls(SSLContext newTls) {
    tls = newTls;
    return this;
  }

  /**
   * Sets the access policy. {@link Access#OTP} needs a {@link #codeDelivery}.
   *
   * @param newAccess the policy, by default {@link Access#OPEN}
   * @return this builder
   */
  public RamTalkServerBuilder access(Access newAccess) {
    access = newAccess;
    return this;
  }

  /**
   * Sets the delivery of one-time codes.
   *
   * @param newDelivery your own delivery or one of {@link CodeDelivery}; none by default
   * @return this builder
   */
  public RamTalkServerBuilder codeDelivery(CodeDelivery newDelivery) {
    codeDelivery = newDelivery;
    return this;
  }

  /**
   * Sets an authentication by the embedding program. It complements one-time codes with
   * {@link Access#OTP} and otherwise replaces them.
   *
   * @param newAuthentication called for each request without a token of this server
   * @return this builder
   */
  public RamTalkServerBuilder authentication(Authentication newAuthentication) {
    authentication = newAuthentication;
    return this;
  }

  /**
   * Sets a token that gives an operator full access.
   *
   * @param newToken at least {@value #MIN_ADMIN_TOKEN_CHARS} characters; none by default
   * @return this builder
   */
  public RamTalkServerBuilder adminToken(String newToken) {
    adminToken = newToken;
    return this;
  }

  /**
   * Sets the lifetime of logins.
   *
   * @param idle the idle time after which a login expires, by default 24 hours
   * @param life the maximum lifetime, by default 30 days
   * @return this builder
   * @throws IllegalArgumentException if a time is not 1 ms to 3,650 days
   */
  public RamTalkServerBuilder tokenLife(Duration idle, Duration life) {
    lifetimes = new Tokens.Lifetimes(idle, life);
    return this;
  }

  /**
   * Allows open access on a server that other machines can reach. Other machines can reach a server
   * on a non-loopback address, and one with a trusted proxy, or with a host name or origin of
   * another machine.
   *
   * @param allowed false by default
   * @return this builder
   */
  public RamTalkServerBuilder insecureOpen(boolean allowed) {
    insecureOpen = allowed;
    return this;
  }

  /**
   * Allows {@code GET /snapshot} on an open server, where everyone who can reach it may download
   * all mailboxes. Other servers give snapshots to the operator alone.
   *
   * @param allowed false by default
   * @return this builder
   */
  public RamTalkServerBuilder insecureSnapshot(boolean allowed) {
    insecureSnapshot = allowed;
    return this;
  }

  /**
   * Handles requests on threads that may block, for a messenger whose engine calls other processes.
   *
   * @param threads 1 to {@value #MAX_WORKERS}; with 0, the default, requests are handled on the I/O
   *     threads, which must not block
   * @return this builder
   */
  public RamTalkServerBuilder workers(int threads) {
    workers = threads;
    return this;
  }

  /**
   * Enables a Twilio-compatible SMS API for applications under test. A message to a number lands in
   * its mailbox, and every number is a phone that is registered on first use.
   *
   * @param enabled false by default
   * @return this builder
   */
  public RamTalkServerBuilder smsFacade(boolean enabled) {
    smsFacade = enabled;
    return this;
  }

  /**
   * Shares logins and one-time codes with other servers.
   *
   * @param newLogins the shared store; none by default
   * @return this builder
   */
  public RamTalkServerBuilder sharedLogins(SharedLogins newLogins) {
    sharedLogins = newLogins;
    return this;
  }

  /**
   * Restricts the {@link #smsFacade} to one account; by default any account may use it.
   *
   * @param sid the SID of the account
   * @param token its auth token, which also signs status callbacks
   * @return this builder
   */
  public RamTalkServerBuilder smsAccount(String sid, String token) {
    smsAccount = new SmsAccount(sid, token);
    return this;
  }

  /**
   * Allows status callbacks of the {@link #smsFacade} to this machine and to private networks even
   * if other machines can reach the server. Link-local addresses are never called.
   *
   * @param allowed false by default; a server that only this machine can reach allows them anyway
   * @return this builder
   */
  public RamTalkServerBuilder insecureCallbacks(boolean allowed) {
    insecureCallbacks = allowed;
    return this;
  }

  /**
   * Makes the server report a cluster.
   *
   * @param newStatus called for each {@code GET /readyz}; none by default
   * @return this builder
   */
  public RamTalkServerBuilder cluster(Supplier<ClusterStatus> newStatus) {
    cluster = newStatus;
    return this;
  }

  /**
   * Enables test controls: any client on this machine may then move the clock, delete all data and
   * plan faults with the routes below {@code /test}.
   *
   * @param clock the clock of the messenger that is served
   * @return this builder
   */
  public RamTalkServerBuilder testControls(VirtualClock clock) {
    testControls = clock;
    return this;
  }

  /** Sets the intervals that keep live connections open. */
  RamTalkServerBuilder heartbeat(Heartbeat newHeartbeat) {
    heartbeat = newHeartbeat;
    return this;
  }

  /**
   * Allows one-time codes on the terminal of a server that other machines can reach.
   *
   * @param allowed false by default
   * @return this builder
   */
  public RamTalkServerBuilder insecureConsole(boolean allowed) {
    insecureConsole = allowed;
    return this;
  }

  /**
   * Sets the host names that the server accepts beside its own address.
   *
   * @param names each a name, which is valid with any port, or {@code name:port}
   * @return this builder
   */
  public RamTalkServerBuilder allowedHosts(List<String> names) {
    allowedHosts = List.copyOf(names);
    return this;
  }

  /**
   * Sets the origins, beside its own, whose pages may use the server (CORS).
   *
   * @param origins each such as {@code https://chat.example}; none by default
   * @return this builder
   */
  public RamTalkServerBuilder allowedOrigins(List<String> origins) {
    allowedOrigins = List.copyOf(origins);
    return this;
  }

  /**
   * Sets the proxies whose {@code X-Forwarded-For} and {@code X-Forwarded-Proto} headers are
   * trusted.
   *
   * @param ranges each an address or a range such as {@code 10.0.0.0/8}; none by default
   * @return this builder
   */
  public RamTalkServerBuilder trustedProxies(List<String> ranges) {
    trustedProxies = List.copyOf(ranges);
    return this;
  }

  /**
   * Sets a rate limit. By default a limit has its default rate on a server with logins, and is off
   * on an open server.
   *
   * @param limit the limit
   * @param rate the rate, or null to turn the limit off
   * @return this builder
   */
  public RamTalkServerBuilder rate(RateLimit limit, @Nullable Rate rate) {
    if (rate == null) {
      unlimited.add(limit);
      rates.remove(limit);
    } else {
      unlimited.remove(limit);
      rates.put(limit, rate);
    }
    return this;
  }

  /**
   * Sets a timeout of connections.
   *
   * @param timeout the timeout to set
   * @param time the time, by default {@link ConnectionTimeout#defaultTime}
   * @return this builder
   * @throws IllegalArgumentException if the time is out of the timeout's bounds
   */
  public RamTalkServerBuilder timeout(ConnectionTimeout timeout, Duration time) {
    connections.set(timeout, time);
    return this;
  }

  /**
   * Sets a limit of connections.
   *
   * @param limit the limit to set
   * @param value the value, by default {@link ConnectionLimit#defaultValue}
   * @return this builder
   * @throws IllegalArgumentException if the value is out of the limit's bounds
   */
  public RamTalkServerBuilder limit(ConnectionLimit limit, int value) {
    connections.set(limit, value);
    return this;
  }

  /**
   * Creates the server, which does not listen yet.
   *
   * @return a server to start
   * @throws IllegalArgumentException if a setting is out of range, or if the server would be open
   *     to other machines without a login
   */
  public RamTalkServer build() {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port must be 0 to " + MAX_PORT + ": " + port);
    }
    if (workers < 0 || workers > MAX_WORKERS) {
      throw new IllegalArgumentException(
          "workers must be 0 to " + MAX_WORKERS + ": " + workers);
    }
    var bind = new InetSocketAddress(host, port);
    if (bind.isUnresolved()) {
      throw new IllegalArgumentException("--host (host) cannot be resolved: " + host);
    }
    checkAccess();
    checkOrigins();
    var exposure = Exposure.of(bind.getAddress(), this);
    if (exposure != null) {
      checkExposed(exposure);
    }
    if (messenger == null) {
      return new RamTalkServer(this, newMessenger(), true, bind);
    }
    if (region != null) {
      throw new IllegalArgumentException("A messenger parses numbers itself: set the region on"
          + " its builder with mobileParser(RegionMobileParser.of(\"" + region + "\"))");
    }
    return new RamTalkServer(this, messenger, false, bind);
  }

  private RamTalk newMessenger() {
    return region == null ? RamTalk.create()
        : RamTalk.builder().mobileParser(RegionMobileParser.of(region)).build();
  }

  private void checkAccess() {
    if (access == Access.OTP && codeDelivery == null) {
      throw new IllegalArgumentException("Access otp needs a delivery for one-time codes:"
          + " --otp-delivery (codeDelivery)");
    }
    if (access == Access.CUSTOM && authentication == null) {
      throw new IllegalArgumentException(
          "Access custom is for programs that embed the server (authentication)");
    }
    if (adminToken != null && adminToken.length() < MIN_ADMIN_TOKEN_CHARS) {
      throw new IllegalArgumentException(
          "--admin-token (adminToken) must have at least " + MIN_ADMIN_TOKEN_CHARS + " characters");
    }
  }

  private void checkOrigins() {
    allowedOrigins.stream().filter(origin -> !ORIGIN.matcher(origin).matches()).findFirst()
        .ifPresent(origin -> {
          throw new IllegalArgumentException(
              "--allow-origin (allowedOrigins) must look like https://chat.example: " + origin);
        });
  }

  /** Rejects settings that are safe on one machine only if other machines can reach the server. */
  private void checkExposed(String exposure) {
    if (testControls != null) {
      throw new IllegalArgumentException("--test-controls (testControls) lets every client delete"
          + " all data, so it requires a server that only " + DEFAULT_HOST + " can reach; remove "
          + exposure);
    }
    if (access() == Access.OPEN && !insecureOpen) {
      throw new IllegalArgumentException("Anyone who can reach this server (" + exposure
          + ") could read every mailbox. Require a login (--access otp), listen on "
          + DEFAULT_HOST + " without that option, or accept the risk with --insecure-open"
          + " (insecureOpen(true))");
    }
    if (smsFacade && smsAccount == null) {
      throw new IllegalArgumentException("Anyone who can reach this server (" + exposure
          + ") could send to every number. Set the account that may use the SMS facade"
          + " (--sms-account, --sms-token)");
    }
    if (codeDelivery instanceof ConsoleDelivery && !insecureConsole) {
      throw new IllegalArgumentException("Codes on the terminal do not reach phones, and other"
          + " machines can reach this server (" + exposure + "). Deliver codes with --otp-delivery"
          + " webhook, or accept the risk with --insecure-console (insecureConsole(true))");
    }
  }

  @Nullable SharedLogins sharedLogins() {
    return sharedLogins;
  }

  @Nullable Supplier<ClusterStatus> cluster() {
    return cluster;
  }

  int workers() {
    return workers;
  }

  Access access() {
    return access == Access.OPEN && authentication != null ? Access.CUSTOM : access;
  }

  @Nullable CodeDelivery codeDelivery() {
    return access == Access.OTP ? codeDelivery : null;
  }

  @Nullable Authentication authentication() {
    return authentication;
  }

  @Nullable String adminToken() {
    return adminToken;
  }

  Tokens.Lifetimes lifetimes() {
    return lifetimes;
  }

  @Nullable SSLContext tls() {
    return tls;
  }

  ConnectionSettings connections() {
    return connections;
  }

  /** Returns whether status callbacks may go to this machine and to private networks. */
  boolean allowsNearCallbacks() {
    return insecureCallbacks
        || Exposure.of(new InetSocketAddress(host, port).getAddress(), this) == null;
  }

  boolean allowsSnapshots() {
    return access() != Access.OPEN || insecureSnapshot;
  }

  boolean smsFacade() {
    return smsFacade;
  }

  @Nullable SmsAccount smsAccount() {
    return smsAccount;
  }

  @Nullable VirtualClock testControls() {
    return testControls;
  }

  Heartbeat heartbeat() {
    return heartbeat;
  }

  List<String> allowedHosts() {
    return allowedHosts;
  }

  List<String> allowedOrigins() {
    return allowedOrigins;
  }

  List<String> trustedProxies() {
    return trustedProxies;
  }

  /** Returns the rate limits that are on. */
  Map<RateLimit, Rate> rates() {
    var on = new EnumMap<RateLimit, Rate>(RateLimit.class);
    if (access() != Access.OPEN) {
      for (var limit : RateLimit.values()) {
        on.put(limit, limit.defaultRate());
      }
    }
    on.putAll(rates);
    unlimited.forEach(on::remove);
    return on;
  }
}
