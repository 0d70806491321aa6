package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.Eventually;
import io.ramtalk.server.internal.http.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits on the number of connections, in total and per address. */
final class ConnectionCapTest {
  private static final int EACH = 3;
  private static final String LIVEZ = TestServer.get("/livez");

  private final List<RawConnection> open = new ArrayList<>();
  private TestServer server;

  @AfterEach
  void stop() throws IOException {
    for (var connection : open) {
      connection.close();
    }
    server.close();
  }

  @Test
  void oneAddress_overItsShare_closedAndOthersServed() throws Exception {
    start(settings -> settings.limit(ConnectionLimit.CONNECTIONS_PER_ADDRESS, EACH));
    for (int i = 0; i < EACH; i++) {
      assertServed(connect("127.0.0.1"));
    }

    assertThat(connect("127.0.0.1").isAtEnd()).isTrue();
    assertServed(connect("127.0.0.2"));

    open.get(0).close();
    Eventually.that("one has left", () -> server.server().httpConnections() == EACH);
    assertServed(connect("127.0.0.1"));
  }

  @Test
  void oneAddress_holdingConnectionsOnWhichNothingIsSaid_counted() throws Exception {
    start(settings -> settings.limit(ConnectionLimit.CONNECTIONS_PER_ADDRESS, EACH));
    for (int i = 0; i < EACH; i++) {
      connect("127.0.0.1");
    }
    Eventually.that("all are counted", () -> server.server().httpConnections() == EACH);

    assertThat(connect("127.0.0.1").isAtEnd()).isTrue();
  }

  @Test
  void thisMachine_unlessLimited_boundByAllAlone() throws Exception {
    start(settings -> settings.limit(ConnectionLimit.CONNECTIONS, 100));
    for (int i = 0; i < 100; i++) {
      assertServed(connect("127.0.0.1"));
    }

    assertThat(connect("127.0.0.1").isAtEnd()).isTrue();
    assertThat(connect("127.0.0.2").isAtEnd()).isTrue();
    assertThat(server.server().httpConnections()).isEqualTo(100);
  }

  @Test
  void trustedProxy_boundByAllAlone() throws Exception {
    start(settings -> settings.limit(ConnectionLimit.CONNECTIONS_PER_ADDRESS, EACH)
        .trustedProxies(List.of("127.0.0.2")).insecureOpen(true));

    for (int i = 0; i < 2 * EACH; i++) {
      assertServed(connect("127.0.0.2"));
    }
  }

  @Test
  void webSocketsAndStreams_countedUntilTheyAreClosed() throws Exception {
    start(settings -> settings);
    var socket = LiveSocket.open(server.port(), "/ws/" + server.bo());
    socket.next("hello");
    var stream = EventStream.open(server.port(), "/stream/" + server.bo());
    stream.next("hello");
    assertThat(server.server().httpConnections()).isEqualTo(2);

    socket.close();
    stream.close();

    Eventually.that("no connection is left", () -> server.server().httpConnections() == 0);
  }

  @Test
  void connections_closedInEveryWay_countedNoMore() throws Exception {
    start(settings -> settings);
    for (int i = 0; i < 20; i++) {
      connect("127.0.0.1").close();
      connect("127.0.0.1").breakOnClose().close();
      connect("127.0.0.1").send("rubbish\r\n\r\n").rest();
      connect("127.0.0.1").send("GET /users HTT").breakOnClose().close();
      connect("127.0.0.1").send(LIVEZ).close();
    }

    Eventually.that("no connection is left", () -> server.server().httpConnections() == 0);
  }

  @Test
  void tls_overItsShare_closed(@TempDir Path directory) throws Exception {
    var identity = new Certificates(directory).selfSigned("ec", "-keyalg", "EC");
    var tls = Tls.load(identity.certificates(), identity.key());
    start(settings -> settings.tls(tls).limit(ConnectionLimit.CONNECTIONS_PER_ADDRESS, EACH));
    var client = client(identity);
    var sockets = new ArrayList<SSLSocket>();
    for (int i = 0; i < EACH; i++) {
      sockets.add(handshake(client));
    }

    assertThatThrownBy(() -> handshake(client)).isInstanceOf(IOException.class);
    assertThat(server.server().httpConnections()).isEqualTo(EACH);
    for (var socket : sockets) {
      socket.close();
    }
    Eventually.that("no connection is left", () -> server.server().httpConnections() == 0);
    handshake(client).close();
  }

  private void start(UnaryOperator<RamTalkServerBuilder> settings) {
    server = new TestServer(limits -> limits, settings);
  }

  private RawConnection connect(String from) throws IOException {
    var connection = RawConnection.from(from, server.port());
    open.add(connection);
    return connection;
  }

  private static void assertServed(RawConnection connection) throws IOException {
    assertThat(connection.send(LIVEZ).response().status()).isEqualTo(200);
  }

  private SSLSocket handshake(SSLContext client) throws IOException {
    var socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", server.port());
    socket.setSoTimeout(RawConnection.TIMEOUT_MILLIS);
    socket.startHandshake();
    return socket;
  }

  private static SSLContext client(Certificates.Identity identity) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("trusted", identity.root());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
