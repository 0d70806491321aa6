package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.protocol.http.HttpContinue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;

/**
 * Serves a messenger over HTTP, in this process.
 *
 * <p>{@snippet :
 * try (var server = RamTalkServer.builder().port(0).build().start()) {
 *   System.out.println(server.uri());
 * }
 * }
 *
 * <p><b>Threads:</b> any number may use the accessors; one starts and closes it. It runs an I/O
 * thread per processor, and requests are answered on them.
 */
public final class RamTalkServer implements AutoCloseable {
  /** How long {@link #close} lets requests that are being answered go on. */
  public static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(3);

  /* Workers sweep now and then: nothing here blocks, so no request is dispatched to them. Bodies
   * are bounded where they are read. Undertow has no bound of its own on the time of a request's
   * head. */
  private static final long UNBOUNDED = -1;
  private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(2);
  private static final int HEAP_BYTES_PER_CONNECTION = 64 << 10;
  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final int MAX_HEADERS = 64;
  private static final int MAX_PARAMETERS = 32;
  private static final int MAX_COOKIES = 16;
  private static final int MAX_CONNECTIONS = (int) Math.min(
      20_000, Math.max(64, Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_CONNECTION));
  private static final int HEAD_TIMEOUT_MILLIS = 10_000;
  private static final int IDLE_TIMEOUT_MILLIS = 60_000;
  private static final int STOP_TIMEOUT_MILLIS = 1_000;
  private static final int WORKER_THREADS = 2;
  private static final int SWEEP_SECONDS = 60;

  private final RamTalk talk;
  private final boolean ownsMessenger;
  private final LongPolls polls;
  private final LiveConnections connections;
  private final Bodies bodies;
  private final GracefulShutdownHandler drain;
  private final Entrance entrance;
  private final List<Route> routes;
  private final boolean isSecure;
  private final Undertow undertow;
  private final InetSocketAddress bind;
  private boolean started;
  private boolean closed;

  RamTalkServer(
      RamTalkServerBuilder settings, RamTalk talk, boolean ownsMessenger, InetSocketAddress bind) {
    this.talk = talk;
    this.ownsMessenger = ownsMessenger;
    this.bind = bind;
    connections = new LiveConnections(talk, settings.heartbeat());
    entrance = new Entrance(settings, talk, connections);
    var problems = new Problems(talk.limits(),
        new RefusalLog(entrance.proxies(), () -> talk.now().toEpochMilli()));
    polls = new LongPolls(talk, problems);
    bodies = new Bodies(problems, talk.budget());
    routes = Routes.of(talk, bodies, polls, connections, entrance);
    drain = new GracefulShutdownHandler(
        continueWhenAsked(new Router(routes, entrance.gates(), problems)));
    isSecure = settings.tls() != null;
    undertow = listening(Undertow.builder(), settings.tls())
        .setIoThreads(Runtime.getRuntime().availableProcessors())
        .setWorkerThreads(WORKER_THREADS)
        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, UNBOUNDED)
        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
        .setServerOption(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
        .setServerOption(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
        .setServerOption(UndertowOptions.MAX_COOKIES, MAX_COOKIES)
        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, HEAD_TIMEOUT_MILLIS)
        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_TIMEOUT_MILLIS)
        .setServerOption(UndertowOptions.IDLE_TIMEOUT, IDLE_TIMEOUT_MILLIS)
        .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, STOP_TIMEOUT_MILLIS)
        .setSocketOption(Options.CONNECTION_HIGH_WATER, MAX_CONNECTIONS)
        .setSocketOption(Options.CONNECTION_LOW_WATER, MAX_CONNECTIONS)
        .setHandler(drain)
        .build();
  }

  /**
   * Starts to describe a server.
   *
   * @return a builder with the defaults
   */
  public static RamTalkServerBuilder builder() {
    return new RamTalkServerBuilder();
  }

  /**
   * Starts to listen; a server that listens already goes on.
   *
   * @return this server
   * @throws IOException if the address cannot be listened on; the server is closed then
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
      undertow.start();
      started = true;
      entrance.listenOn(bind.getAddress(), port());
      sweepRegularly();
    } catch (RuntimeException e) {
      close();
      var cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("Cannot listen on " + Hosts.literal(bind.getAddress()) + ":"
          + bind.getPort() + ": " + cause.getMessage(), cause);
    }
    return this;
  }

  /**
   * Returns the address to talk to.
   *
   * @return an {@code http} or {@code https} address without a path
   * @throws IllegalStateException if it does not listen
   */
  public URI uri() {
    var address = address();
    return URI.create((isSecure ? "https://" : "http://") + Hosts.literal(address.getAddress())
        + ":" + address.getPort());
  }

  /**
   * Returns the port it listens on.
   *
   * @return the port, also where 0 was asked for
   * @throws IllegalStateException if it does not listen
   */
  public int port() {
    return address().getPort();
  }

  /**
   * Returns what is served.
   *
   * @return the messenger
   */
  public RamTalk messenger() {
    return talk;
  }

  /**
   * Stops: new requests get 503, those that wait for mail are answered, live
   * connections are told {@code bye}, those that are being
   * answered have {@link #DRAIN_TIMEOUT}, then every connection is closed. A messenger that the
   * server made itself is closed too. Doing so twice is harmless.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    drain.shutdown();
    polls.close();
    try {
      long began = System.nanoTime();
      connections.close(GOODBYE_TIMEOUT);
      long goodbye = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      drain.awaitShutdown(Math.max(1, DRAIN_TIMEOUT.toMillis() - goodbye));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    undertow.stop();
    bodies.close();
    entrance.close();
    if (ownsMessenger) {
      talk.close();
    }
  }

  /**
   * Returns who may do what here.
   *
   * @return the way people get in
   */
  public Access access() {
    return entrance.access();
  }

  /** Says whether requests and answers travel unencrypted where others can read them. */
  boolean isOverheard() {
    return !isSecure && !bind.getAddress().isLoopbackAddress();
  }

  /** Returns the table of routes. */
  List<Route> routes() {
    return routes;
  }

  /** Returns how many requests wait for mail. */
  int waiting() {
    return polls.waiting();
  }

  /** Returns how many sockets and streams are open. */
  int liveConnections() {
    return connections.count();
  }

  private InetSocketAddress address() {
    var listeners = undertow.getListenerInfo();
    if (listeners.isEmpty()) {
      throw new IllegalStateException("The server is not started");
    }
    return (InetSocketAddress) listeners.get(0).getAddress();
  }

  private Undertow.Builder listening(Undertow.Builder builder, @Nullable SSLContext tls) {
    return tls == null
        ? builder.addHttpListener(bind.getPort(), bind.getAddress().getHostAddress())
        : builder.addListener(Tls.listener(bind, tls));
  }

  /** Lets a worker sweep: an I/O thread must not be held up by many that end at a time. */
  private void sweepRegularly() {
    var worker = undertow.getWorker();
    worker.getIoThread().executeAtInterval(
        () -> worker.execute(entrance::sweep), SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  /** Answers {@code Expect: 100-continue} when a body is wanted, and only where it was asked. */
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
