package io.ramtalk.server.internal.http;

import static io.ramtalk.server.ConnectionLimit.BUFFERS;
import static io.ramtalk.server.ConnectionLimit.CONNECTIONS;
import static io.ramtalk.server.ConnectionLimit.CONNECTIONS_PER_ADDRESS;
import static io.ramtalk.server.ConnectionLimit.COOKIES;
import static io.ramtalk.server.ConnectionLimit.HEADERS;
import static io.ramtalk.server.ConnectionLimit.HEADER_BYTES;
import static io.ramtalk.server.ConnectionLimit.PARAMETERS;
import static io.ramtalk.server.ConnectionTimeout.HEAD;
import static io.ramtalk.server.ConnectionTimeout.IDLE;
import static io.ramtalk.server.ConnectionTimeout.KEEP_ALIVE;
import static io.ramtalk.server.ConnectionTimeout.WRITE;

import io.ramtalk.server.internal.access.ClientAddress;
import io.ramtalk.server.internal.access.ConnectionQuota;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.ssl.SslConnection;

/**
 * Listens on an address and passes accepted connections to Undertow's HTTP/1.1. Connections beyond
 * the limits are closed before anything is read from them.
 *
 * <p><b>Threads:</b> one thread starts and stops it; any number may use the accessors in between.
 */
public final class Listener {
  /* Undertow's own builder cannot count connections or reject one of them: XNIO can only stop
   * accepting for everyone. So its parts are put together here, with the options that its builder
   * sets.
   *
   * Workers only sweep periodically: no handler blocks, so no request is dispatched to them. Bodies
   * are limited where they are read. */
  private static final long UNBOUNDED = -1;
  private static final int BYTES_PER_CONNECTION = 64 << 10;
  private static final int TLS_BYTES_PER_CONNECTION = 128 << 10; // three more buffers, and state
  private static final int FEWEST_CONNECTIONS = 64;
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int TLS_BUFFER_BYTES = 17 << 10; // more than the longest record
  private static final int BUFFERS_PER_THREAD = 4;
  private static final int BACKLOG = 1_000;
  private static final int WORKER_THREADS = 2;
  private static final int STOP_TIMEOUT_MILLIS = 1_000;

  private final InetSocketAddress bind;
  private final @Nullable SSLContext tls;
  private final ConnectionSettings settings;
  private final Predicate<InetAddress> isExempt;
  private final ConnectionQuota<ClientAddress> quota;
  private final IoRounds rounds = new IoRounds();
  private @Nullable XnioWorker worker;
  private volatile @Nullable AcceptingChannel<? extends StreamConnection> channel;

  /**
   * Creates a listener, with TLS if a context is given; exempt addresses have no connection limit.
   */
  public Listener(InetSocketAddress bind, @Nullable SSLContext tls, ConnectionSettings settings,
      Predicate<InetAddress> isExempt) {
    this.bind = bind;
    this.tls = tls;
    this.settings = settings;
    this.isExempt = isExempt;
    long room = Runtime.getRuntime().maxMemory()
        / (tls == null ? BYTES_PER_CONNECTION : TLS_BYTES_PER_CONNECTION);
    quota = new ConnectionQuota<>(
        (int) Math.min(settings.limit(CONNECTIONS), Math.max(FEWEST_CONNECTIONS, room)),
        settings.limit(CONNECTIONS_PER_ADDRESS));
  }

  /** Starts listening and passes requests to the handler. */
  public void start(HttpHandler handler) throws IOException {
    var xnio = Xnio.getInstance(Listener.class.getClassLoader());
    var threads = xnio.createWorker(workerOptions());
    worker = threads;
    var http = new HttpOpenListener(buffers(BUFFER_BYTES), httpOptions());
    http.setRootHandler(handler);
    ChannelListener<StreamConnection> opening = connection -> admit(connection, http);
    var server = tls == null
        ? threads.createStreamConnectionServer(
            bind, ChannelListeners.openListenerAdapter(opening), socketOptions(threads))
        : new UndertowXnioSsl(xnio, OptionMap.EMPTY, buffers(TLS_BUFFER_BYTES), tls)
            .createSslConnectionServer(threads, bind,
                ChannelListeners.<SslConnection>openListenerAdapter(opening),
                socketOptions(threads));
    channel = server;
    server.resumeAccepts();
  }

  /** Returns the address of the listener, or null before it starts and after it stops. */
  public @Nullable InetSocketAddress address() {
    var server = channel;
    return server == null ? null : (InetSocketAddress) server.getLocalAddress();
  }

  /** Returns the threads that serve the connections; call it after {@link #start}. */
  public XnioWorker worker() {
    if (worker == null) {
      throw new IllegalStateException("The listener has not started");
    }
    return worker;
  }

  /** Returns the number of open connections of all kinds. */
  public int connections() {
    return quota.taken();
  }

  /** Stops listening and closes all connections. */
  public void stop() {
    IoUtils.safeClose(channel);
    channel = null;
    if (worker == null) {
      return;
    }
    rounds.close();
    worker.shutdown();
    try {
      if (!worker.awaitTermination(STOP_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void admit(StreamConnection connection, HttpOpenListener http) {
    var peer = connection.getPeerAddress(InetSocketAddress.class);
    if (peer == null) {
      IoUtils.safeClose(connection); // already disconnected
      return;
    }
    var owner = isExempt.test(peer.getAddress()) ? null : ClientAddress.of(peer.getAddress());
    if (!quota.take(owner)) {
      IoUtils.safeClose(connection);
      return;
    }
    var inbound = Inbound.watch(
        connection, rounds, settings.limit(HEADER_BYTES) + BUFFER_BYTES);
    var outbound = WriteTimeout.watch(connection, settings.millis(WRITE));
    var idle = new IdleTimeout(connection, inbound, outbound, settings.millis(IDLE));
    http.handleEvent(connection);
    onceClosed(connection, () -> {
      idle.stop();
      quota.leave(owner);
    });
  }

  /**
   * Calls back once when a connection that Undertow has taken over is closed, or at once if it is.
   */
  private static void onceClosed(StreamConnection connection, Runnable call) {
    var called = new AtomicBoolean();
    var undertow = connection.getCloseListener();
    connection.setCloseListener(closed -> {
      if (called.compareAndSet(false, true)) {
        call.run();
      }
      ChannelListeners.invokeChannelListener(closed, undertow);
    });
    if (!connection.isOpen() && called.compareAndSet(false, true)) {
      call.run();
    }
  }

  private ByteBufferPool buffers(int bytes) {
    return new DefaultByteBufferPool(true, bytes, settings.limit(BUFFERS), BUFFERS_PER_THREAD);
  }

  private static OptionMap workerOptions() {
    return OptionMap.builder()
        .set(Options.WORKER_IO_THREADS, Runtime.getRuntime().availableProcessors())
        .set(Options.WORKER_TASK_CORE_THREADS, WORKER_THREADS)
        .set(Options.WORKER_TASK_MAX_THREADS, WORKER_THREADS)
        .set(Options.TCP_NODELAY, true)
        .set(Options.CORK, true)
        .getMap();
  }

  private static OptionMap socketOptions(XnioWorker threads) {
    return OptionMap.builder()
        .set(Options.WORKER_IO_THREADS, threads.getIoThreadCount())
        .set(Options.TCP_NODELAY, true)
        .set(Options.REUSE_ADDRESSES, true)
        .set(Options.BALANCING_TOKENS, 1)
        .set(Options.BALANCING_CONNECTIONS, 2)
        .set(Options.BACKLOG, BACKLOG)
        .addAll(Tls.OPTIONS)
        .getMap();
  }

  private OptionMap httpOptions() {
    return OptionMap.builder()
        .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
        .set(UndertowOptions.MAX_ENTITY_SIZE, UNBOUNDED)
        .set(UndertowOptions.MAX_HEADER_SIZE, settings.limit(HEADER_BYTES))
        .set(UndertowOptions.MAX_HEADERS, settings.limit(HEADERS))
        .set(UndertowOptions.MAX_PARAMETERS, settings.limit(PARAMETERS))
        .set(UndertowOptions.MAX_COOKIES, settings.limit(COOKIES))
        .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, settings.millis(HEAD))
        .set(UndertowOptions.NO_REQUEST_TIMEOUT, settings.millis(KEEP_ALIVE))
        .getMap();
  }
}
