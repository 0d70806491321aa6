package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.server.internal.live.WebSocketTransport;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Mobile numbers in place of ids on a server that requires a login. Owner routes accept only the
 * caller's own number and reveal nothing about other numbers.
 */
final class NumberAccessTest {
  private static final String ANA = "01711111111";
  private static final String BO = "01722222222";
  private static final String NOBODY = "01799999999";

  private final OtpServer server = new OtpServer();
  private final OtpServer.Person ana = server.logIn(ANA);
  private final OtpServer.Person bo = server.logIn(BO);

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /receive/%s, ''", "POST, /receive/%s, ''", "GET, /inbox/%s, ''", "GET, /sent/%s, ''",
    "GET, /export/%s, ''", "PATCH, /users/%s, '{\"name\": \"A\"}'", "DELETE, /users/%s, ''",
    "POST, /read/%s, '{\"from_id\": \"01711111111\", \"ids\": []}'",
  })
  void ownersRoute_ownNumberAlone_andOthersAllTheSame(String method, String path, String json) {
    for (var other : List.of(BO, NOBODY)) {
      var refused = server.as(ana.token(), method, path.formatted(other), json);

      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text("code")).isEqualTo("not_allowed");
    }
    assertThat(server.as(OtpServer.ADMIN_TOKEN, method, path.formatted(NOBODY), json).status())
        .isEqualTo(404);
    assertThat(server.as("", method, path.formatted(ANA), json).status()).isEqualTo(401);
    assertThat(server.as(ana.token(), method, path.formatted("017 11-111111".replace(" ", "%20")),
        json).status()).isEqualTo(200);
  }

  @Test
  void send_fromOwnNumber_andFromOthersAllTheSame() {
    for (var other : List.of(BO, NOBODY)) {
      var refused = send(other, BO);

      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text("code")).isEqualTo("sender_not_allowed");
    }
    assertThat(send(ANA, BO).status()).isEqualTo(200);
    assertThat(send(ANA, NOBODY).text("code")).isEqualTo("target_not_found");
    assertThat(server.get(bo.token(), "/inbox/" + BO).get("messages")).hasSize(1);
  }

  @Test
  void profile_ofANumber_saysNoMoreThanTheList() {
    var profile = server.as(ana.token(), "GET", "/users/" + BO, "");

    assertThat(profile.text("user_id")).isEqualTo(bo.id());
    assertThat(profile.text("mobile")).isEqualTo("*********22");
    assertThat(server.get(ana.token(), "/users?mobile=" + BO).has(bo.id())).isTrue();
  }

  @Test
  void firstFrame_ofOwnNumber_opens() throws Exception {
    try (var socket = RawWebSocket.open(server.port(), "/ws/" + ANA + "?presence=" + BO, 0)) {
      socket.say("{\"type\": \"auth\", \"token\": \"" + ana.token() + "\"}");

      assertThat(socket.next(RawWebSocket.TEXT).text()).contains("\"hello\"", ana.id());
      assertThat(socket.next(RawWebSocket.TEXT).text()).contains("\"presence\"", bo.id());
    }
  }

  @Test
  void firstFrame_ofOtherNumbers_refusedAllTheSame() throws Exception {
    for (var other : List.of(BO, NOBODY)) {
      try (var socket = RawWebSocket.open(server.port(), "/ws/" + other, 0)) {
        socket.say("{\"type\": \"auth\", \"token\": \"" + ana.token() + "\"}");

        assertThat(socket.next(RawWebSocket.TEXT).text()).contains("\"not_allowed\"");
        assertThat(socket.next(RawWebSocket.CLOSE).closeCode())
            .isEqualTo(WebSocketTransport.POLICY_VIOLATION);
      }
    }
  }

  @Test
  void firstFrame_watchingNobody_saidAndClosed() throws Exception {
    try (var socket = RawWebSocket.open(server.port(), "/ws/" + ANA + "?presence=" + NOBODY, 0)) {
      socket.say("{\"type\": \"auth\", \"token\": \"" + ana.token() + "\"}");

      assertThat(socket.next(RawWebSocket.TEXT).text()).contains("\"user_not_found\"");
      assertThat(socket.next(RawWebSocket.CLOSE).closeCode())
          .isEqualTo(WebSocketTransport.POLICY_VIOLATION);
    }
  }

  private Caller.Reply send(String from, String to) {
    return server.as(ana.token(), "POST", "/send", """
        {"from_id": "%s", "to_id": "%s", "message": "Hi"}""".formatted(from, to));
  }
}
