package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.server.internal.http.ConnectionSettings;
import io.ramtalk.server.internal.http.IdleTimeout;
import io.ramtalk.server.internal.http.Inbound;
import io.ramtalk.server.internal.http.Listener;
import io.ramtalk.server.internal.http.WriteTimeout;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.SameThreadExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections without traffic, with a shorter idle timeout than the server allows. */
final class IdleTimeoutTest {
  private static final int HANG_MILLIS = 100_000;
  private static final int SHORT_MILLIS = 200;
  private static final int LONG_MILLIS = 5_000;

  private final Listener listener = new Listener(
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, new ConnectionSettings(),
      address -> true);

  @AfterEach
  void stop() {
    listener.stop();
  }

  @Test
  void connection_onWhichNothingMoves_closed() throws Exception {
    listener.start(exchange -> exchange.dispatch(
        SameThreadExecutor.INSTANCE, () -> watch(exchange, SHORT_MILLIS)));
    try (var connection = connect()) {
      connection.send(TestServer.get("/"));

      assertThat(connection.isAtEnd()).isTrue();
    }
  }

  @Test
  void connection_onWhichBytesMove_staysOpen() throws Exception {
    listener.start(exchange -> {
      Inbound.of(exchange).begin(exchange);
      if (exchange.getRelativePath().equals("/watch")) {
        watch(exchange, LONG_MILLIS);
      }
      exchange.getResponseSender().send("Hello");
    });
    try (var connection = connect()) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONG_MILLIS + 1_000);
      connection.send(TestServer.get("/watch")).response();
      while (System.nanoTime() < end) {
        assertThat(connection.send(TestServer.get("/")).response().status()).isEqualTo(200);
      }
    }
  }

  private static void watch(HttpServerExchange exchange, int millis) {
    var connection = ((HttpServerConnection) exchange.getConnection()).getChannel();
    var outbound = WriteTimeout.watch(connection, HANG_MILLIS);
    new IdleTimeout(connection, Inbound.of(exchange), outbound, millis);
  }

  private RawConnection connect() throws Exception {
    int port = Objects.requireNonNull(listener.address()).getPort();
    return new RawConnection(port);
  }
}
