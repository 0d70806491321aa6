package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.MessengerClosed;
import io.ramtalk.RamTalk;
import io.ramtalk.Tools;
import io.ramtalk.server.internal.wire.MediaType;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An embedded server, as an object of another program. */
final class RamTalkServerTest {
  private static final Duration PATIENT = Duration.ofMinutes(5);
  private static final String USERS = "GET /users HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String SIGN_UP = "POST /signup HTTP/1.1\r\nHost: localhost\r\n"
      + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 18\r\n";

  @Test
  void port_zero_takesAFreeOne() throws IOException {
    try (var first = RamTalkServer.builder().port(0).build().start();
        var second = RamTalkServer.builder().port(0).build().start()) {
      assertThat(first.port()).isPositive().isNotEqualTo(second.port());
      assertThat(first.uri()).hasToString("http://127.0.0.1:" + first.port());
      assertThat(new Caller(first.uri()).get("/livez").body()).isEqualTo(
          "{\"status\":\"ok\",\"access\":\"open\"}");
    }
  }

  @Test
  void uri_ofIpv6_isBracketed() throws IOException {
    Tools.require(
        "IPv6", NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null);
    try (var server = RamTalkServer.builder().host("::1").port(0).build().start()) {
      assertThat(server.uri().getAuthority()).startsWith("[").endsWith("]:" + server.port());
      assertThat(new Caller(server.uri()).get("/livez").status()).isEqualTo(200);
    }
  }

  @Test
  void port_beforeStart_refused() {
    try (var server = RamTalkServer.builder().port(0).build()) {
      assertThatIllegalStateException().isThrownBy(server::port);
    }
  }

  @Test
  void start_twice_harmless() throws IOException {
    try (var server = RamTalkServer.builder().port(0).build().start()) {
      int port = server.port();

      server.start();

      assertThat(server.port()).isEqualTo(port);
      assertThat(new Caller(server.uri()).get("/users").status()).isEqualTo(200);
    }
  }

  @Test
  void start_afterClose_refused() {
    var server = RamTalkServer.builder().port(0).build();
    server.close();

    assertThatIllegalStateException().isThrownBy(server::start);
  }

  @Test
  void close_twice_harmless() throws IOException {
    var server = RamTalkServer.builder().port(0).build().start();
    var caller = new Caller(server.uri());

    server.close();
    server.close();

    assertThatThrownBy(() -> caller.get("/users")).hasCauseInstanceOf(ConnectException.class);
  }

  @Test
  void close_givenMessenger_staysOpen() throws IOException {
    try (var talk = RamTalk.create()) {
      var server = RamTalkServer.builder().messenger(talk).port(0).build().start();
      new Caller(server.uri()).signUp("01711111111");

      server.close();

      assertThat(server.messenger()).isSameAs(talk);
      assertThat(talk.find("01711111111")).isPresent();
    }
  }

  @Test
  void close_ownMessenger_closedToo() throws IOException {
    var server = RamTalkServer.builder().port(0).build().start();
    var talk = server.messenger();
    talk.signUp("01711111111");

    server.close();

    assertThatThrownBy(talk::users).isInstanceOf(MessengerClosed.class);
  }

  @Test
  void closedMessenger_503() throws IOException {
    var talk = RamTalk.create();
    try (var server = RamTalkServer.builder().messenger(talk).port(0).build().start()) {
      talk.close();

      var reply = new Caller(server.uri()).get("/users");

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.json().get("code").asText()).isEqualTo("closed");
    }
  }

  @Test
  void start_portTaken_saysSo() throws IOException {
    try (var first = RamTalkServer.builder().port(0).build().start()) {
      var second = RamTalkServer.builder().port(first.port()).build();

      assertThatIOException().isThrownBy(second::start)
          .withMessage("Cannot listen on 127.0.0.1:%d: Address already in use", first.port());
    }
  }

  @Test
  void build_unknownHost_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RamTalkServer.builder().host("no.such.host.invalid").build())
        .withMessage("--host (host) cannot be resolved: no.such.host.invalid");
  }

  @Test
  void build_portOutOfRange_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RamTalkServer.builder().port(65_536).build())
        .withMessage("port must be 0 to 65535: 65536");
  }

  @Test
  void build_reachableByOthers_refusedUnlessInsecureOpen() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RamTalkServer.builder().host("0.0.0.0").build())
        .withMessageContaining("--insecure-open");

    try (var open = RamTalkServer.builder().host("0.0.0.0").insecureOpen(true).port(0)
        .build().start()) {
      var response = RawConnection.ask(open.port(), USERS.getBytes());

      assertThat(response.status()).isEqualTo(200);
    }
  }

  @Test
  void close_withStalledHeadAndStalledBody_notWaitedFor() throws IOException {
    var server = RamTalkServer.builder().port(0).timeout(ConnectionTimeout.HEAD, PATIENT)
        .timeout(ConnectionTimeout.BODY, PATIENT).timeout(ConnectionTimeout.SLOW_BODY, PATIENT)
        .timeout(ConnectionTimeout.KEEP_ALIVE, PATIENT).build().start();
    try (var head = new RawConnection(server.port());
        var body = new RawConnection(server.port());
        var idle = new RawConnection(server.port())) {
      idle.send(USERS).response();
      head.send("GET /users HTT");
      body.send(SIGN_UP + "Expect: 100-continue\r\n\r\n");
      assertThat(body.response().status()).isEqualTo(100);
      body.send("mobile=");

      server.close();

      assertThat(head.isAtEnd()).isTrue();
      assertThat(idle.isAtEnd()).isTrue();
    }
  }

  @Test
  void expectContinue_askedFor_beforeTheBody() throws IOException {
    try (var server = RamTalkServer.builder().port(0).build().start();
        var connection = new RawConnection(server.port())) {
      connection.send(SIGN_UP + "Expect: 100-continue\r\n\r\n");
      var first = connection.response();
      var second = connection.send("mobile=01711111111").response();

      assertThat(first.status()).isEqualTo(100);
      assertThat(second.status()).isEqualTo(200);
    }
  }

  @Test
  void expectContinue_bodyTooLarge_refusedBeforeTheBody() throws IOException {
    try (var server = RamTalkServer.builder().port(0).build().start();
        var connection = new RawConnection(server.port())) {
      connection.send(SIGN_UP.replace(": 18", ": 1000000") + "Expect: 100-continue\r\n\r\n");

      assertThat(connection.response().status()).isEqualTo(413);
      assertThat(connection.isAtEnd()).isTrue();
    }
  }

  @Test
  void expectContinue_ofTheJdksClient() throws Exception {
    try (var server = RamTalkServer.builder().port(0).build().start()) {
      var caller = new Caller(server.uri());
      var request = caller.request("/signup").expectContinue(true)
          .header("Content-Type", MediaType.URLENCODED)
          .POST(BodyPublishers.ofString("mobile=01711111111")).build();

      var response = caller.client().send(request, BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void requests_pipelined_answeredInOrder() throws IOException {
    try (var server = RamTalkServer.builder().port(0).build().start();
        var connection = new RawConnection(server.port())) {
      connection.send(SIGN_UP + "\r\nmobile=01711111111" + USERS
          + "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n" + USERS);

      assertThat(connection.response().text()).contains("created");
      assertThat(connection.response().text()).contains("01711111111");
      assertThat(connection.response().status()).isEqualTo(404);
      assertThat(connection.response().text()).contains("01711111111");
    }
  }

  @Test
  void connection_keptAlive_alsoAfterRefusedBodies() throws IOException {
    try (var server = RamTalkServer.builder().port(0).build().start();
        var connection = new RawConnection(server.port())) {
      for (int i = 0; i < 20; i++) {
        connection.send(SIGN_UP.replace(": 18", ": 200000") + "\r\n" + "x".repeat(200_000));
        assertThat(connection.response().status()).isEqualTo(413);
        assertThat(connection.send(USERS).response().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void image_asLargeAsLimitsCanAllow_accepted() throws IOException {
    int bytes = 16 << 20;
    try (var talk = RamTalk.builder().imageBytes(bytes).build();
        var server = RamTalkServer.builder().messenger(talk).port(0).build().start()) {
      var reply = new Caller(server.uri()).postMultipart(Multipart.ofCurl()
          .field("mobile", "01711111111").file("image", "a.png", Pictures.png(bytes)));

      assertThat(reply.status()).isEqualTo(200);
    }
  }

  @Test
  void drainTimeout_leavesRoomWithinFiveSeconds() {
    assertThat(RamTalkServer.DRAIN_TIMEOUT).isLessThan(Duration.ofSeconds(4));
  }
}
