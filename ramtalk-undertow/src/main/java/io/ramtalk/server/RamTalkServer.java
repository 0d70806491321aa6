package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.ramtalk.server.internal.access.AccessControl;
import io.ramtalk.server.internal.access.CallbackTargets;
import io.ramtalk.server.internal.access.GuardedDelivery;
import io.ramtalk.server.internal.access.Hosts;
import io.ramtalk.server.internal.access.Logins;
import io.ramtalk.server.internal.access.OneTimeCodes;
import io.ramtalk.server.internal.access.Origins;
import io.ramtalk.server.internal.access.Proxies;
import io.ramtalk.server.internal.access.RateLimiter;
import io.ramtalk.server.internal.access.TokenIdentities;
import io.ramtalk.server.internal.access.Tokens;
import io.ramtalk.server.internal.access.WebhookDelivery;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Listener;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.RefusalLog;
import io.ramtalk.server.internal.http.RequestFilters;
import io.ramtalk.server.internal.http.RequestFraming;
import io.ramtalk.server.internal.http.RequestPool;
import io.ramtalk.server.internal.http.Route;
import io.ramtalk.server.internal.http.Router;
import io.ramtalk.server.internal.http.ServerExtension;
import io.ramtalk.server.internal.http.Workers;
import io.ramtalk.server.internal.live.LiveConnections;
import io.ramtalk.server.internal.mail.LongPolls;
import io.ramtalk.server.internal.mail.MessageSender;
import io.ramtalk.server.internal.ops.ReadyzEndpoint;
import io.ramtalk.server.internal.ops.ServerStats;
import io.ramtalk.server.internal.ops.SnapshotEndpoint;
import io.ramtalk.server.internal.sms.SmsFacade;
import io.ramtalk.server.internal.sms.SmsProvider;
import io.ramtalk.server.internal.testing.DelayedDelivery;
import io.ramtalk.server.internal.testing.TestControls;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server for a messenger, in this process.
 *
 * <pre>{@code
 * try (var server = RamTalkServer.builder().port(0).build().start()) {
 *   System.out.println(server.uri());
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> any number may use the accessors; one starts and closes it. The server has one
 * I/O thread per processor, which also handles requests unless the builder sets workers.
 */
public final class RamTalkServer implements AutoCloseable {
  /** How long {@link #close} waits for requests in progress. */
  public static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(3);

  private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(2);
  private static final int SWEEP_SECONDS = 60;

  private final RamTalk talk;
  private final boolean ownsMessenger;
  private final LongPolls polls;
  private final LiveConnections connections;
  private final Bodies bodies;
  private final GracefulShutdownHandler drain;
  private final RequestFraming framing;
  private final Access access;
  private final AccessControl control;
  private final Hosts hosts;
  private final @Nullable CodeDelivery delivery;
  private final List<ServerExtension> extensions;
  private final ServerStats stats;
  private final SnapshotEndpoint snapshot;
  private final List<Route> routes;
  private final boolean isSecure;
  private final Listener listener;
  private final InetSocketAddress bind;
  private final Workers workers;
  private volatile boolean draining;
  private boolean started;
  private boolean closed;

  RamTalkServer(
      RamTalkServerBuilder settings, RamTalk talk, boolean ownsMessenger, InetSocketAddress bind) {
    this.talk = talk;
    this.ownsMessenger = ownsMessenger;
    this.bind = bind;
    var bounds = settings.connections();
    connections = new LiveConnections(talk, settings.heartbeat(), bounds);
    var proxies = new Proxies(settings.trustedProxies());
    var problems = new Problems(talk.limits(),
        new RefusalLog(proxies, () -> talk.now().toEpochMilli()));
    polls = new LongPolls(talk, problems, bounds);
    access = settings.access();
    delivery = settings.codeDelivery();
    hosts = new Hosts(settings.allowedHosts());
    control = accessControl(settings, proxies);
    bodies = new Bodies(problems, talk.operations().budget());
    var messageSender = new MessageSender(talk, control.limiter(), connections.faults());
    extensions = extensions(settings, messageSender);
    stats =
        new ServerStats(talk, problems, polls, connections, access, this::bytesBesideAccounts);
    snapshot = new SnapshotEndpoint(talk, problems, settings.allowsSnapshots());
    workers = new Workers(settings.workers());
    routes = new Routes(access, control, proxies, bodies, messageSender, polls, connections)
        .all(stats, snapshot, settings.cluster(), extensions);
    var filters = new RequestFilters(hosts, new Origins(settings.allowedOrigins(), proxies),
        control.identities(), messageSender.users());
    drain = new GracefulShutdownHandler(continueWhenAsked(
        new Router(routes, filters, problems, workers)));
    framing = new RequestFraming(
        ReadyzEndpoint.inFrontOf(drain, () -> draining), problems, bounds);
    isSecure = settings.tls() != null;
    boolean bindsThisMachine = bounds.isSet(ConnectionLimit.CONNECTIONS_PER_ADDRESS);
    listener = new Listener(bind, settings.tls(), bounds, address ->
        proxies.isTrusted(address)
            || (address.isLoopbackAddress() && !bindsThisMachine));
    stats.countConnectionsBy(listener::connections);
  }

  private AccessControl accessControl(RamTalkServerBuilder settings, Proxies proxies) {
    LongSupplier now = () -> talk.now().toEpochMilli();
    var limiter = new RateLimiter(settings.rates(), now, talk.operations().budget());
    if (access == Access.OPEN) {
      return AccessControl.open(limiter);
    }
    var tokens = new Tokens(
        talk.operations().budget(), now, settings.lifetimes(), this::end, settings.sharedLogins());
    var identities = new TokenIdentities(tokens, settings.adminToken(),
        settings.authentication(), new TokenIdentities.Guesses(limiter, proxies));
    if (delivery == null) {
      return new AccessControl(limiter, identities, tokens, null, null);
    }
    var codes = new OneTimeCodes(talk.operations().budget(), now, settings.sharedLogins());
    var logins = new Logins(talk, codes, tokens, limiter,
        new DelayedDelivery(talk, connections.faults(), new GuardedDelivery(delivery)));
    return new AccessControl(limiter, identities, tokens, codes, logins);
  }

  /** Ends the connections and waits that were opened with a login that has ended. */
  private void end(Tokens.Session session) {
    connections.end(session);
    polls.end(session);
  }

  private List<ServerExtension> extensions(RamTalkServerBuilder settings,
      MessageSender messageSender) {
    var all = new ArrayList<ServerExtension>();
    if (settings.smsFacade()) {
      all.add(new SmsFacade(new SmsProvider(messageSender, settings.smsAccount(),
          connections.faults(),
          new CallbackTargets(settings.allowsNearCallbacks())), bodies));
    }
    var clock = settings.testControls();
    if (clock != null) {
      var others = List.copyOf(all);
      all.add(new TestControls(clock, talk, bodies, connections.faults(), control,
          () -> others.forEach(ServerExtension::reset)));
    }
    return List.copyOf(all);
  }

  private long bytesBesideAccounts() {
    return control.bytes() + extensions.stream().mapToLong(ServerExtension::bytes).sum();
  }

  /**
   * Starts to build a server.
   *
   * @return a builder with the defaults
   */
  public static RamTalkServerBuilder builder() {
    return new RamTalkServerBuilder();
  }

  /**
   * Starts to listen; has no effect on a server that is listening.
   *
   * @return this server
   * @throws IOException if it cannot listen on the address; the server is then closed
   * @throws IllegalStateException if it is closed
   */
  public synchronized RamTalkServer start() throws IOException {
    if (closed) {
      throw new IllegalStateException("The server is closed");
    }
    if (started) {
      return this;
    }
    try {
      listener.start(framing);
    } catch (IOException e) {
      close();
      throw new IOException("Cannot listen on " + Hosts.literal(bind.getAddress()) + ":"
          + bind.getPort() + ": " + e.getMessage(), e);
    }
    started = true;
    hosts.listenOn(bind.getAddress(), port());
    sweepRegularly();
    return this;
  }

  /**
   * Returns the address of the server.
   *
   * @return an {@code http} or {@code https} URL without a path
   * @throws IllegalStateException if it is not listening
   */
  public URI uri() {
    var address = address();
    return URI.create((isSecure ? "https://" : "http://") + Hosts.literal(address.getAddress())
        + ":" + address.getPort());
  }

  /**
   * Returns the port of the listener.
   *
   * @return the actual port, even if port 0 was set
   * @throws IllegalStateException if it is not listening
   */
  public int port() {
    return address().getPort();
  }

  /**
   * Returns the messenger that is served.
   *
   * @return the messenger
   */
  public RamTalk messenger() {
    return talk;
  }

  /**
   * Stops the server. New requests get 503, requests that wait for messages get a response, and
   * live connections get {@code bye}. Requests in progress have {@link #DRAIN_TIMEOUT} to complete;
   * then every connection is closed. A messenger that the server created is closed too. Repeated
   * calls have no effect.
   */
  @Override
  public void close() {
    close(DRAIN_TIMEOUT);
  }

  /** Stops with another timeout for requests in progress. */
  synchronized void close(Duration drainTimeout) {
    if (closed) {
      return;
    }
    closed = true;
    draining = true;
    drain.shutdown();
    polls.close();
    try {
      long began = System.nanoTime();
      connections.close(GOODBYE_TIMEOUT);
      long goodbye = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      drain.awaitShutdown(Math.max(1, drainTimeout.toMillis() - goodbye));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    listener.stop();
    workers.close();
    polls.searches().close();
    snapshot.close();
    stats.close();
    bodies.close();
    extensions.forEach(ServerExtension::close);
    control.close();
    if (delivery instanceof WebhookDelivery webhook) {
      webhook.close();
    }
    if (ownsMessenger) {
      talk.close();
    }
  }

  /**
   * Returns the access policy.
   *
   * @return the policy
   */
  public Access access() {
    return access;
  }

  /** Returns the table of routes. */
  List<Route> routes() {
    return routes;
  }

  /** Returns the number of requests that wait for messages. */
  int waiting() {
    return polls.waiting();
  }

  /** Returns the number of open connections, including live ones. */
  int httpConnections() {
    return listener.connections();
  }

  /** Returns the pool for searches and exports. */
  RequestPool searches() {
    return polls.searches();
  }

  /** Returns the number of open WebSockets and event streams. */
  int liveConnections() {
    return connections.count();
  }

  private InetSocketAddress address() {
    var address = listener.address();
    if (address == null) {
      throw new IllegalStateException("The server has not started");
    }
    return address;
  }

  /** Sweeps on a worker: many expiries at once must not block an I/O thread. */
  private void sweepRegularly() {
    var worker = listener.worker();
    worker.getIoThread().executeAtInterval(
        () -> worker.execute(this::sweep), SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  private void sweep() {
    control.sweep(connections::touch);
    extensions.forEach(ServerExtension::sweep);
  }

  /**
   * Sends {@code 100-continue} when a handler reads the body, and only if the client expects it.
   */
  private static HttpHandler continueWhenAsked(HttpHandler next) {
    var continuing = new HttpContinueReadHandler(next);
    return exchange -> {
      if (HttpContinue.requiresContinueResponse(exchange)) {
        continuing.handleRequest(exchange);
      } else {
        next.handleRequest(exchange);
      }
    };
  }
}
