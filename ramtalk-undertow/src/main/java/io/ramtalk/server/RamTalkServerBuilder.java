package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.ramtalk.VirtualClock;
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
 * Describes a {@link RamTalkServer}.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class RamTalkServerBuilder {
  /** The address that is listened on unless another is set: this machine alone. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** The port that is listened on unless another is set. */
  public static final int DEFAULT_PORT = 8000;

  /** How long a login lasts that is not used, unless another time is set. */
  public static final Duration DEFAULT_TOKEN_IDLE = Tokens.Lifetimes.DEFAULT_IDLE;

  /** How long a login lasts at most, unless another time is set. */
  public static final Duration DEFAULT_TOKEN_LIFE = Tokens.Lifetimes.DEFAULT_HARD;

  /** The shortest admin token, in characters. */
  public static final int MIN_ADMIN_TOKEN_CHARS = 16;

  /** The most worker threads. */
  public static final int MAX_WORKERS = 1_000;

  private static final int MAX_PORT = 65_535;
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/@?#\\s]+");

  private @Nullable RamTalk messenger;
  private @Nullable String region;
  private String host = DEFAULT_HOST;
  private int port = DEFAULT_PORT;
  private boolean insecureOpen;
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
   * Sets what is served.
   *
   * @param newMessenger the messenger, which its owner closes; a new one, closed with the server,
   *     unless set
   * @return this builder
   */
  public RamTalkServerBuilder messenger(RamTalk newMessenger) {
    messenger = newMessenger;
    return this;
  }

  /**
   * Sets the country whose national numbers are read, so that {@code 01711111111} and {@code +880
   * 1711-111111} are one user. A messenger that is set has its own {@link
   * io.ramtalk.RamTalkBuilder#mobileParser}, which may be a {@link RegionMobileParser}.
   *
   * @param newRegion the two-letter code of a country, such as {@code BD}; none unless set
   * @return this builder
   */
  public RamTalkServerBuilder region(String newRegion) {
    region = newRegion;
    return this;
  }

  /**
   * Sets the address to listen on.
   *
   * @param newHost a host name or address of this machine, {@value #DEFAULT_HOST} unless set
   * @return this builder
   */
  public RamTalkServerBuilder host(String newHost) {
    host = newHost;
    return this;
  }

  /**
   * Sets the port to listen on.
   *
   * @param newPort 0 to 65,535, {@value #DEFAULT_PORT} unless set; 0 takes any free port
   * @return this builder
   */
  public RamTalkServerBuilder port(int newPort) {
    port = newPort;
    return this;
  }

  /**
   * Serves TLS instead of plain HTTP.
   *
   * @param newTls the certificate and its key, and which versions are spoken; plain HTTP unless
   *     set
   * @return this builder
   */
  public RamTalkServerBuilder tls(SSLContext newTls) {
    tls = newTls;
    return this;
  }

  /**
   * Sets who may do what. {@link Access#OTP} needs a {@link #codeDelivery}.
   *
   * @param newAccess {@link Access#OPEN} unless set
   * @return this builder
   */
  public RamTalkServerBuilder access(Access newAccess) {
    access = newAccess;
    return this;
  }

  /**
   * Sets who brings one-time codes to their numbers.
   *
   * @param newDelivery a program's own, or one of {@link CodeDelivery}; nobody unless set
   * @return this builder
   */
  public RamTalkServerBuilder codeDelivery(CodeDelivery newDelivery) {
    codeDelivery = newDelivery;
    return this;
  }

  /**
   * Lets the program say who makes a request, beside one-time codes or, unless {@link #access}
   * says those, instead of them.
   *
   * @param newAuthentication asked for each request whose token is not of this server
   * @return this builder
   */
  public RamTalkServerBuilder authentication(Authentication newAuthentication) {
    authentication = newAuthentication;
    return this;
  }

  /**
   * Sets the token of who runs the server, which may do everything for everyone.
   *
   * @param newToken {@value #MIN_ADMIN_TOKEN_CHARS} characters or more; there is none unless set
   * @return this builder
   */
  public RamTalkServerBuilder adminToken(String newToken) {
    adminToken = newToken;
    return this;
  }

  /**
   * Sets how long a login lasts.
   *
   * @param idle how long without use, 24 hours unless set
   * @param life how long at most, 30 days unless set
   * @return this builder
   * @throws IllegalArgumentException if one is not 1 ms to 3,650 days
   */
  public RamTalkServerBuilder tokenLife(Duration idle, Duration life) {
    lifetimes = new Tokens.Lifetimes(idle, life);
    return this;
  }

  /**
   * Allows a server that other machines reach, although nobody has to prove who they are. They
   * reach it by an address of this machine that is not a loopback address, and where a trusted
   * proxy, or a host name or an origin of another machine, is set.
   *
   * @param allowed false unless set
   * @return this builder
   */
  public RamTalkServerBuilder insecureOpen(boolean allowed) {
    insecureOpen = allowed;
    return this;
  }

  /**
   * Answers requests on threads that may wait, for a messenger whose engine asks other processes.
   *
   * @param threads how many, 1 to {@value #MAX_WORKERS}; 0, unless set, for none: requests are
   *     answered on the I/O threads, which must not wait
   * @return this builder
   */
  public RamTalkServerBuilder workers(int threads) {
    workers = threads;
    return this;
  }

  /**
   * Answers applications under test as Twilio does: what they send to a number lands in its
   * mailbox, and every number is a phone that signs up by itself.
   *
   * @param wanted false unless set
   * @return this builder
   */
  public RamTalkServerBuilder smsFacade(boolean wanted) {
    smsFacade = wanted;
    return this;
  }

  /**
   * Shares logins and one-time codes with other servers.
   *
   * @param newLogins what they know together; nothing is shared unless set
   * @return this builder
   */
  public RamTalkServerBuilder sharedLogins(SharedLogins newLogins) {
    sharedLogins = newLogins;
    return this;
  }

  /**
   * Sets the one account that may use the {@link #smsFacade}; any may unless it is set.
   *
   * @param sid the name of the account
   * @param token its auth token, which signs status callbacks
   * @return this builder
   */
  public RamTalkServerBuilder smsAccount(String sid, String token) {
    smsAccount = new SmsAccount(sid, token);
    return this;
  }

  /**
   * Allows status callbacks of the {@link #smsFacade} to this machine and to private networks also
   * where other machines reach the server. Link-local addresses are never called.
   *
   * @param allowed false unless set; elsewhere they are allowed anyway
   * @return this builder
   */
  public RamTalkServerBuilder insecureCallbacks(boolean allowed) {
    insecureCallbacks = allowed;
    return this;
  }

  /**
   * Says of which cluster the server is a member.
   *
   * @param newStatus asked for each {@code GET /readyz}; nobody is unless set
   * @return this builder
   */
  public RamTalkServerBuilder cluster(Supplier<ClusterStatus> newStatus) {
    cluster = newStatus;
    return this;
  }

  /**
   * Lets whoever is on this machine move the clock, have everything forgotten and plan faults, by
   * the routes below {@code /test}: for tests. They are not there unless this is set.
   *
   * @param clock the clock of the messenger that is served
   * @return this builder
   */
  public RamTalkServerBuilder testControls(VirtualClock clock) {
    testControls = clock;
    return this;
  }

  /** Sets how live connections are kept from going silent. */
  RamTalkServerBuilder heartbeat(Heartbeat newHeartbeat) {
    heartbeat = newHeartbeat;
    return this;
  }

  /**
   * Allows one-time codes on the terminal of a server that other machines reach.
   *
   * @param allowed false unless set
   * @return this builder
   */
  public RamTalkServerBuilder insecureConsole(boolean allowed) {
    insecureConsole = allowed;
    return this;
  }

  /**
   * Adds host names to which the server answers, beside the address it listens on.
   *
   * @param names each a name, which goes with any port, or {@code name:port}
   * @return this builder
   */
  public RamTalkServerBuilder allowedHosts(List<String> names) {
    allowedHosts = List.copyOf(names);
    return this;
  }

  /**
   * Sets the origins whose pages may use the server (CORS), beside its own.
   *
   * @param origins each such as {@code https://chat.example}; none unless set
   * @return this builder
   */
  public RamTalkServerBuilder allowedOrigins(List<String> origins) {
    allowedOrigins = List.copyOf(origins);
    return this;
  }

  /**
   * Sets the proxies whose word on the client's address counts ({@code X-Forwarded-For} and
   * {@code X-Forwarded-Proto}).
   *
   * @param ranges each an address or a range such as {@code 10.0.0.0/8}; none unless set
   * @return this builder
   */
  public RamTalkServerBuilder trustedProxies(List<String> ranges) {
    trustedProxies = List.copyOf(ranges);
    return this;
  }

  /**
   * Sets how fast something may be done. Unless set, a limit has its default rate where people log
   * in, and is off on an open server.
   *
   * @param limit what
   * @param rate how fast; null for as fast as one likes
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
   * Sets how long clients may take for something.
   *
   * @param timeout for what
   * @param time how long; the time-out says what it is unless set
   * @return this builder
   * @throws IllegalArgumentException if it is out of the bounds of the time-out
   */
  public RamTalkServerBuilder timeout(ConnectionTimeout timeout, Duration time) {
    connections.set(timeout, time);
    return this;
  }

  /**
   * Sets how much of something clients may have.
   *
   * @param limit of what
   * @param value how much; the limit says what it is unless set
   * @return this builder
   * @throws IllegalArgumentException if it is out of the bounds of the limit
   */
  public RamTalkServerBuilder limit(ConnectionLimit limit, int value) {
    connections.set(limit, value);
    return this;
  }

  /**
   * Creates the server; it does not listen yet.
   *
   * @return a server to start
   * @throws IllegalArgumentException if a setting is out of its range, or if other machines can
   *     reach the server and nobody would have to prove who they are
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
      throw new IllegalArgumentException("--host (host) has no known address: " + host);
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
      throw new IllegalArgumentException("A messenger reads numbers in its own way: set region on"
          + " its builder, as mobileParser(RegionMobileParser.of(\"" + region + "\"))");
    }
    return new RamTalkServer(this, messenger, false, bind);
  }

  private RamTalk newMessenger() {
    return region == null ? RamTalk.create()
        : RamTalk.builder().mobileParser(RegionMobileParser.of(region)).build();
  }

  private void checkAccess() {
    if (access == Access.OTP && codeDelivery == null) {
      throw new IllegalArgumentException("Access otp needs a way for codes to reach their numbers:"
          + " --otp-delivery (codeDelivery)");
    }
    if (access == Access.CUSTOM && authentication == null) {
      throw new IllegalArgumentException(
          "Access custom is for programs that embed the server (authentication)");
    }
    if (adminToken != null && adminToken.length() < MIN_ADMIN_TOKEN_CHARS) {
      throw new IllegalArgumentException(
          "--admin-token (adminToken) must have " + MIN_ADMIN_TOKEN_CHARS + " characters or more");
    }
  }

  private void checkOrigins() {
    allowedOrigins.stream().filter(origin -> !ORIGIN.matcher(origin).matches()).findFirst()
        .ifPresent(origin -> {
          throw new IllegalArgumentException(
              "--allow-origin (allowedOrigins) must look like https://chat.example: " + origin);
        });
  }

  /** Rejects what is for one machine alone, on a server that others reach by a setting. */
  private void checkExposed(String exposure) {
    if (testControls != null) {
      throw new IllegalArgumentException("Whoever reaches --test-controls (testControls) may have"
          + " everything forgotten: they go with " + DEFAULT_HOST + " alone, and not with "
          + exposure);
    }
    if (access() == Access.OPEN && !insecureOpen) {
      throw new IllegalArgumentException("Anyone who reaches this server (" + exposure
          + ") could read every mailbox. Let people log in (--access otp), listen on "
          + DEFAULT_HOST + " without that flag, or say --insecure-open (insecureOpen(true)) if"
          + " that is what you want");
    }
    if (smsFacade && smsAccount == null) {
      throw new IllegalArgumentException("Anyone who reaches this server (" + exposure
          + ") could send to every number: name the account that may use the façade"
          + " (--sms-account, --sms-token)");
    }
    if (codeDelivery instanceof ConsoleDelivery && !insecureConsole) {
      throw new IllegalArgumentException("Codes on the terminal reach no phone, and others can"
          + " reach this server (" + exposure + "). Deliver them (--otp-delivery webhook), or say"
          + " --insecure-console (insecureConsole(true)) if that is what you want");
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

  /** Says whether status callbacks may go to this machine and to private networks. */
  boolean allowsNearCallbacks() {
    return insecureCallbacks
        || Exposure.of(new InetSocketAddress(host, port).getAddress(), this) == null;
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

  /** Returns the limits that are on. */
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
