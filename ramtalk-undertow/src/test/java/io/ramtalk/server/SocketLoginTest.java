package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.UserId;
import io.ramtalk.server.internal.live.WebSocketTransport;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Authentication of WebSocket connections. */
final class SocketLoginTest {
  private final OtpServer server = new OtpServer();
  private final OtpServer.Person ana = server.logIn("01711111111");
  private final OtpServer.Person bo = server.logIn("01722222222");

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void header_opens() {
    try (var socket = LiveSocket.open(server.port(), "/ws/" + ana.id(), ana.token())) {
      assertThat(socket.next("hello").get("user_id").asText()).isEqualTo(ana.id());
    }
  }

  @Test
  void subprotocol_opens_andIsNotSaidBack() throws Exception {
    var response = RawConnection.ask(server.port(), RawWebSocket.handshake(server.port(),
        "/ws/" + ana.id(), "Sec-WebSocket-Protocol: ramtalk, bearer." + ana.token() + "\r\n"));

    assertThat(response.status()).isEqualTo(101);
    assertThat(response.headers()).containsEntry("sec-websocket-protocol", "ramtalk");
  }

  @Test
  void subprotocol_ofSomebodyElse_403() throws Exception {
    var response = RawConnection.ask(server.port(), RawWebSocket.handshake(server.port(),
        "/ws/" + ana.id(), "Sec-WebSocket-Protocol: ramtalk, bearer." + bo.token() + "\r\n"));

    assertThat(response.status()).isEqualTo(403);
  }

  @Test
  void firstFrame_opens_andWhatFollowsIsObeyed() throws Exception {
    try (var socket = RawWebSocket.open(server.port(), "/ws/" + ana.id(), 0)) {
      socket.say("{\"type\": \"auth\", \"token\": \"" + ana.token() + "\"}");
      socket.say("{\"type\": \"send\", \"ref\": \"1\", \"to_id\": \"" + bo.id()
          + "\", \"message\": \"Hi\"}");

      assertThat(socket.next(RawWebSocket.TEXT).text()).contains("\"hello\"");
      var next = socket.next(RawWebSocket.TEXT).text();
      while (!next.contains("\"sent\"")) {
        next = socket.next(RawWebSocket.TEXT).text();
      }
      assertThat(server.get(bo.token(), "/inbox/" + bo.id()).get("messages")).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"type\": \"auth\", \"token\": \"rt_x\"}', token_invalid",
    "'{\"type\": \"auth\", \"token\": \"BO\"}', not_allowed",
    "'{\"type\": \"auth\"}', field_missing",
    "'{\"type\": \"send\"}', token_missing",
    "'x', json_malformed",
  })
  void firstFrame_other_refusedAndClosed(String frame, String code) throws Exception {
    try (var socket = RawWebSocket.open(server.port(), "/ws/" + ana.id(), 0)) {
      socket.say(frame.replace("BO", bo.token()));

      assertThat(socket.next(RawWebSocket.TEXT).text()).contains("\"" + code + "\"");
      assertThat(socket.next(RawWebSocket.CLOSE).closeCode())
          .isEqualTo(WebSocketTransport.POLICY_VIOLATION);
      assertThat(server.talk().presence(UserId.parse(ana.id())).online()).isFalse();
    }
  }

  @Test
  void firstFrame_none_closedNotBeforeFiveSeconds() throws Exception {
    long start = System.nanoTime();
    try (var socket = RawWebSocket.open(server.port(), "/ws/" + ana.id(), 0)) {
      assertThat(socket.next(RawWebSocket.CLOSE).closeCode())
          .isEqualTo(WebSocketTransport.POLICY_VIOLATION);
      assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isGreaterThan(4_000);
    }
  }

  @Test
  void sendFrame_limited_saysWhen() {
    try (var limited = new OtpServer(builder ->
        OtpServer.unlimited(builder).rate(RateLimit.SENDS_PER_USER, Rate.parse("2/1m")))) {
      var user = limited.logIn("01711111111");
      try (var socket = LiveSocket.open(limited.port(), "/ws/" + user.id(), user.token())) {
        socket.next("hello");
        socket.next("caught_up");
        for (int i = 0; i < 3; i++) {
          socket.say("{\"type\": \"send\", \"to_id\": \"" + user.id()
              + "\", \"message\": \"Hi\"}");
        }

        var frame = socket.next();
        while (!frame.get("type").asText().equals("error")) {
          frame = socket.next();
        }
        assertThat(frame.get("code").asText()).isEqualTo("rate_limited");
        assertThat(frame.get("limit").asText()).isEqualTo("sends_per_user");
        assertThat(frame.get("retry_after").asInt()).isEqualTo(30);
      }
    }
  }
}
