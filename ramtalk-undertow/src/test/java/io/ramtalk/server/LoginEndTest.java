package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.server.internal.access.Tokens;
import io.ramtalk.server.internal.wire.MediaType;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests and connections of a login end with it. */
final class LoginEndTest {
  private static final String ANA = "01711111111";
  private static final String BO = "01722222222";
  private static final Duration LIFE = Duration.ofSeconds(20);

  private final OtpServer server = new OtpServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/receive/%s?wait=50", "/receive/%s?wait=50&lease=30",
      "/inbox/%s?wait=50", "/inbox/%s?wait=50&match=Hello"})
  void logout_pollEndsAndTakesNothing(String path) throws Exception {
    var ana = server.logIn(ANA);
    var other = server.logIn(ANA);
    var poll = poll(server, ana, path);

    server.as(ana.token(), "DELETE", "/login", "");

    assertInvalid(poll);
    send(server, other);
    assertThat(server.get(other.token(), "/receive/" + ana.id()).get("messages"))
        .singleElement().satisfies(message ->
            assertThat(message.get("delivery_count").asInt()).isOne());
  }

  @Test
  void logout_pollOfAnotherLogin_goesOn() throws Exception {
    var ana = server.logIn(ANA);
    var other = server.logIn(ANA);
    var poll = poll(server, other, "/receive/%s?wait=50");

    server.as(ana.token(), "DELETE", "/login", "");
    send(server, other);

    assertThat(Eventually.get(poll).body()).contains("Hello");
  }

  @Test
  void accountDeleted_pollsEnd() throws Exception {
    var ana = server.logIn(ANA);
    var poll = poll(server, ana, "/receive/%s?wait=50");

    server.as(ana.token(), "DELETE", "/users/" + ana.id(), "");

    assertInvalid(poll);
  }

  @Test
  void tooManyLogins_pollOfTheOldestEnds() throws Exception {
    var ana = server.logIn(ANA);
    var poll = poll(server, ana, "/receive/%s?wait=50");

    for (int i = 0; i < Tokens.MAX_SESSIONS_PER_USER; i++) {
      server.logIn(ANA);
    }

    assertInvalid(poll);
  }

  @Test
  void loginExpires_pollEndsAtThatMoment() throws Exception {
    try (var brief = new OtpServer(builder ->
        OtpServer.unlimited(builder).tokenLife(Duration.ofDays(1), LIFE))) {
      var ana = brief.logIn(ANA);
      var poll = poll(brief, ana, "/receive/%s?wait=50");

      brief.advance(LIFE.minusMillis(1));
      assertThat(brief.server().waiting()).isOne();
      brief.advance(Duration.ofMillis(1));

      assertInvalid(poll);
    }
  }

  @Test
  void loginUsedElsewhere_pollWaitsOn() throws Exception {
    try (var brief = new OtpServer(builder ->
        OtpServer.unlimited(builder).tokenLife(LIFE, Duration.ofDays(1)))) {
      var ana = brief.logIn(ANA);
      var poll = poll(brief, ana, "/receive/%s?wait=50");
      for (int i = 0; i < 2; i++) {
        brief.advance(LIFE.minusMillis(1));
        assertThat(brief.as(ana.token(), "GET", "/users", "").status()).isEqualTo(200);
      }

      send(brief, ana);

      assertThat(Eventually.get(poll).body()).contains("Hello");
    }
  }

  @Test
  void logout_bulkSendUnderWay_sendsNothingMore() throws Exception {
    var ana = server.logIn(ANA);
    var bo = server.logIn(BO);
    var line = """
        {"from_id": "%s", "to_id": "%s", "message": "Hello"}
        """.formatted(ana.id(), bo.id());
    try (var connection = new RawConnection(server.port())) {
      connection.send("POST /send HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
          + ana.token() + "\r\nContent-Type: " + MediaType.NDJSON
          + "\r\nTransfer-Encoding: chunked\r\n\r\n").send(chunk(line));
      connection.beginAnswer();
      assertThat(connection.chunk()).contains("\"status\":\"sent\"");

      server.as(ana.token(), "DELETE", "/login", "");
      connection.send(chunk(line));

      assertThat(connection.chunk()).contains("\"code\":\"token_invalid\"");
    }
    assertThat(server.get(bo.token(), "/inbox/" + bo.id()).get("messages")).hasSize(1);
  }

  private static String chunk(String line) {
    return Integer.toHexString(line.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + line
        + "\r\n";
  }

  private static void send(OtpServer server, OtpServer.Person person) {
    var sent = server.caller().call(server.request(person.token(), "/send")
        .header("Content-Type", MediaType.JSON).POST(BodyPublishers.ofString("""
            {"from_id": "%s", "to_id": "%s", "message": "Hello"}"""
            .formatted(person.id(), person.id()))).build());
    assertThat(sent.status()).isEqualTo(200);
  }

  /** Sends a long poll and returns once the server holds it. */
  private static CompletableFuture<HttpResponse<String>> poll(
      OtpServer server, OtpServer.Person person, String path) throws Exception {
    var response = server.caller().client().sendAsync(server.request(person.token(),
        path.formatted(person.id())).timeout(Eventually.LIMIT).build(),
        BodyHandlers.ofString());
    Eventually.that("the request waits",
        () -> server.server().waiting() == 1);
    return response;
  }

  private static void assertInvalid(CompletableFuture<HttpResponse<String>> poll)
      throws Exception {
    var response = Eventually.get(poll);
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).contains("\"code\":\"token_invalid\"");
  }
}
