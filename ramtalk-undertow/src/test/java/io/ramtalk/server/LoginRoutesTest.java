package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.server.internal.live.WebSocketTransport;
import io.ramtalk.server.internal.wire.MediaType;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginRoutesTest {
  private static final String ANA = "01711111111";
  private static final String BO = "01722222222";
  private static final int GUESSES = 200;

  private final OtpServer server = new OtpServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void login_withCode_signsUpAndGivesToken() {
    var first = server.logIn(ANA, server.code(ANA));
    var again = server.logIn(ANA, server.code(ANA));

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.text("status")).isEqualTo("created");
    assertThat(first.text("token")).matches("rt_[A-Za-z0-9_-]{43}");
    assertThat(first.text("expires_at")).isEqualTo("2026-12-22T10:44:00.123Z");
    assertThat(again.text("status")).isEqualTo("exists");
    assertThat(again.text("user_id")).isEqualTo(first.text("user_id"));
    assertThat(again.text("token")).isNotEqualTo(first.text("token"));
  }

  @Test
  void login_form_asGoodAsJson() {
    var code = server.code(ANA);

    var reply = server.caller().post("/login", MediaType.URLENCODED,
        ("mobile=" + ANA + "&name=Ana&code=" + code).getBytes(StandardCharsets.US_ASCII));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(server.get(reply.text("token"), "/users/" + reply.text("user_id"))
        .get("name").asText()).isEqualTo("Ana");
  }

  @Test
  void signup_withCode_takesNameAndPicture() {
    var code = server.code(ANA);
    var form = Multipart.ofCurl().field("mobile", ANA).field("name", "Ana").field("code", code)
        .file("image", "me.png", Pictures.png(500));

    var reply = server.caller().postMultipart(form);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text("status")).isEqualTo("created");
    var profile = server.get(reply.text("token"), "/users/" + reply.text("user_id"));
    assertThat(profile.get("mobile").asText()).isEqualTo(ANA);
    assertThat(profile.get("image").get("bytes").asInt()).isEqualTo(500);
  }

  @Test
  void signup_withoutCode_saysNothingOfTheNumber() {
    server.logIn(ANA);

    var known = server.caller().postForm("mobile=" + ANA);
    var unknown = server.caller().postForm("mobile=" + BO);

    assertThat(known.status()).isEqualTo(422);
    assertThat(known.text("code")).isEqualTo("field_missing");
    assertThat(said(unknown)).isEqualTo(said(known));
  }

  @Test
  void knownAndUnknownNumbers_sameAnswers() {
    server.logIn(ANA);

    assertThat(server.askForCode(ANA).body()).isEqualTo(server.askForCode(BO).body());
    assertThat(said(server.logIn(ANA, "x"))).isEqualTo(said(server.logIn(BO, "x")));
    assertThat(server.logIn(BO, "x").status()).isEqualTo(401);
    assertThat(server.logIn(BO, "x").text("code")).isEqualTo("code_wrong");
    assertThat(server.logIn(BO, "x").header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void code_usedOnce_overwritten_orOld_isWrong() {
    var used = server.code(ANA);
    server.logIn(ANA, used);
    var overwritten = server.code(BO);
    var newer = server.code(BO);

    assertThat(server.logIn(ANA, used).status()).isEqualTo(401);
    assertThat(overwritten.equals(newer) || server.logIn(BO, overwritten).status() == 401)
        .isTrue();
    server.advance(Duration.ofMinutes(5));
    assertThat(server.logIn(BO, newer).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"mobile\": \"01711111111\", \"code\": \"CODE\", \"name\": 1}', 422, field_no_string",
    "'{\"mobile\": \"01711111111\", \"code\": \"CODE\", \"name\": \"LONG\"}', 422, name_too_long",
    "'{\"mobile\": \"01711111111\"}', 422, field_missing",
    "'{\"code\": \"CODE\"}', 422, field_missing",
    "'{\"mobile\": \"x\", \"code\": \"CODE\"}', 422, mobile_invalid",
    "'[]', 422, json_no_object",
  })
  void login_badInput_leavesTheCodeGood(String json, int status, String fault) {
    var code = server.code(ANA);

    var reply = server.caller().postJson(
        "/login", json.replace("CODE", code).replace("LONG", "n".repeat(65)));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text("code")).isEqualTo(fault);
    assertThat(server.logIn(ANA, code).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"mobile\": 1}", "{\"mobile\": \"12\"}", "[]"})
  void otp_badInput_422(String json) {
    assertThat(server.caller().postJson("/otp", json).status()).isEqualTo(422);
  }

  @Test
  void wrongGuesses_racing_useFiveAttempts() throws Exception {
    var code = server.code(ANA);
    var wrong = code.equals("000000") ? "000001" : "000000";
    var ready = new CountDownLatch(1);
    var threads = Executors.newFixedThreadPool(16);
    try {
      var guesses = new ArrayList<Future<Integer>>();
      for (int i = 0; i < GUESSES; i++) {
        guesses.add(threads.submit((Callable<Integer>) () -> {
          ready.await();
          return server.logIn(ANA, wrong).status();
        }));
      }
      ready.countDown();
      for (var guess : guesses) {
        assertThat(Eventually.get(guess)).isEqualTo(401);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(server.logIn(ANA, code).status()).as("the code is dead").isEqualTo(401);
  }

  @Test
  void token_idle_orAtItsEnd_isInvalid() {
    var idle = server.logIn(ANA);
    var used = server.logIn(BO);
    for (int day = 0; day < 30; day++) {
      assertThat(status(used)).isEqualTo(200);
      server.advance(Duration.ofHours(23).plusMinutes(59));
    }

    assertThat(status(idle)).isEqualTo(401);
    assertThat(status(used)).isEqualTo(200);
    server.advance(Duration.ofMinutes(30));
    assertThat(server.as(used.token(), "GET", "/users", "").text("code"))
        .isEqualTo("token_invalid");
  }

  @Test
  void logout_endsTheTokenAndItsSockets() {
    var ana = server.logIn(ANA);
    try (var socket = LiveSocket.open(server.port(), "/ws/" + ana.id(), ana.token())) {
      socket.next("hello");

      var reply = server.as(ana.token(), "DELETE", "/login", "");

      assertThat(reply.text("status")).isEqualTo("logged_out");
      socket.next("caught_up");
      assertThat(socket.next("bye").get("reason").asText()).isEqualTo("logged_out");
      assertThat(socket.closeCode()).isEqualTo(WebSocketTransport.POLICY_VIOLATION);
      assertThat(status(ana)).isEqualTo(401);
    }
  }

  @Test
  void logins_listedOldestFirst_withTheirTimes() {
    var old = server.logIn(ANA);
    server.advance(Duration.ofHours(1));
    var young = server.logIn(ANA);
    server.advance(Duration.ofHours(1));
    assertThat(status(old)).isEqualTo(200);
    server.advance(Duration.ofHours(1));

    var logins = server.get(young.token(), "/logins").get("logins");

    assertThat(logins).hasSize(2);
    var first = logins.get(0);
    assertThat(first.get("id").asText()).matches("[0-9a-f]{16}");
    assertThat(first.get("created_at").asText()).isEqualTo("2026-11-22T10:44:00.123Z");
    assertThat(first.get("last_used_at").asText()).isEqualTo("2026-11-22T12:44:00.123Z");
    assertThat(first.get("expires_at").asText()).isEqualTo("2026-12-22T10:44:00.123Z");
    assertThat(first.get("current").asBoolean()).isFalse();
    assertThat(logins.get(1).get("last_used_at").asText()).isEqualTo("2026-11-22T13:44:00.123Z");
    assertThat(logins.get(1).get("current").asBoolean()).isTrue();
  }

  @Test
  void logins_ofOneUser_noOthersAndNoneThatEnded() {
    var ana = server.logIn(ANA);
    var bo = server.logIn(BO);
    server.advance(RamTalkServerBuilder.DEFAULT_TOKEN_IDLE.minusMillis(1));
    var again = server.logIn(ANA);
    server.advance(Duration.ofMillis(1));

    assertThat(server.get(again.token(), "/logins").get("logins")).hasSize(1);
    assertThat(status(ana)).as("looking is no use of the others").isEqualTo(401);
    assertThat(status(bo)).isEqualTo(401);
    assertThat(server.get(OtpServer.ADMIN_TOKEN, "/logins").get("logins")).isEmpty();
  }

  @Test
  void logins_deleted_allOfTheUserEndWithTheirPolls() throws Exception {
    var ana = server.logIn(ANA);
    var other = server.logIn(ANA);
    var bo = server.logIn(BO);
    var poll = server.caller().client().sendAsync(
        server.request(other.token(), "/receive/" + ana.id() + "?wait=50").build(),
        BodyHandlers.ofString());
    Eventually.that("the request waits", () -> server.server().waiting() == 1);

    var reply = server.as(ana.token(), "DELETE", "/logins", "");

    assertThat(reply.text("status")).isEqualTo("logged_out");
    assertThat(Eventually.get(poll).statusCode()).isEqualTo(401);
    assertThat(status(ana)).isEqualTo(401);
    assertThat(status(other)).isEqualTo(401);
    assertThat(status(bo)).isEqualTo(200);
  }

  @Test
  void login_deletedById_endsThatOneOfTheCaller() {
    var ana = server.logIn(ANA);
    var other = server.logIn(ANA);
    var bo = server.logIn(BO);
    var id = server.get(ana.token(), "/logins").at("/logins/1/id").asText();

    assertThat(server.as(bo.token(), "DELETE", "/logins/" + id, "").text("code"))
        .isEqualTo("login_not_found");
    assertThat(status(other)).isEqualTo(200);
    assertThat(server.as(ana.token(), "DELETE", "/logins/" + id, "").status()).isEqualTo(200);
    assertThat(status(other)).isEqualTo(401);
    assertThat(status(ana)).isEqualTo(200);
    assertThat(server.as(ana.token(), "DELETE", "/logins/" + id, "").status()).isEqualTo(404);
  }

  @Test
  void account_deleted_endsItsTokens() {
    var ana = server.logIn(ANA);
    var other = server.logIn(ANA);

    assertThat(server.as(ana.token(), "DELETE", "/users/" + ana.id(), "").status())
        .isEqualTo(200);

    assertThat(status(ana)).isEqualTo(401);
    assertThat(status(other)).isEqualTo(401);
  }

  @Test
  void user_sendsOnlyAsItself() {
    var ana = server.logIn(ANA);
    var bo = server.logIn(BO);
    var asBo = """
        {"from_id": "%s", "to_id": "%s", "message": "Hi"}""".formatted(bo.id(), ana.id());

    var forged = server.as(ana.token(), "POST", "/send", asBo);
    var bulk = server.caller().call(server.request(ana.token(), "/send")
        .header("Content-Type", MediaType.NDJSON)
        .POST(HttpRequest.BodyPublishers.ofString(asBo + "\n")).build());

    assertThat(forged.status()).isEqualTo(403);
    assertThat(forged.text("code")).isEqualTo("sender_not_allowed");
    assertThat(bulk.text("code")).isEqualTo("sender_not_allowed");
    assertThat(server.as(bo.token(), "POST", "/send", asBo).status()).isEqualTo(200);
    assertThat(server.as(OtpServer.ADMIN_TOKEN, "POST", "/send", asBo).status()).isEqualTo(200);
    assertThat(server.get(ana.token(), "/receive/" + ana.id()).get("messages")).hasSize(2);
  }

  @Test
  void numbers_ofOthers_masked() {
    var ana = server.logIn(ANA);
    var bo = server.logIn(BO);

    var seen = server.get(ana.token(), "/users");
    var all = server.get(OtpServer.ADMIN_TOKEN, "/users");

    assertThat(seen.get(ana.id()).get("mobile").asText()).isEqualTo(ANA);
    assertThat(seen.get(bo.id()).get("mobile").asText()).isEqualTo("*********22");
    assertThat(server.get(ana.token(), "/users/" + bo.id()).get("mobile").asText())
        .isEqualTo("*********22");
    assertThat(all.get(bo.id()).get("mobile").asText()).isEqualTo(BO);
  }

  @Test
  void user_foundByNumber() {
    var ana = server.logIn(ANA);
    var bo = server.logIn(BO);

    assertThat(server.get(ana.token(), "/users?mobile=017-2222-2222").fieldNames())
        .toIterable().containsExactly(bo.id());
    assertThat(server.get(ana.token(), "/users?mobile=01799999999").isEmpty()).isTrue();
    assertThat(server.as(ana.token(), "GET", "/users?mobile=x", "").status()).isEqualTo(422);
  }

  @Test
  void openServer_hasNoLogin() {
    try (var open = new TestServer()) {
      for (var path : List.of("/otp", "/login")) {
        assertThat(open.caller().postJson(path, "{}").text("code"))
            .isEqualTo("route_not_found");
      }
      assertThat(open.caller().get("/livez").text("access")).isEqualTo("open");
      assertThat(server.caller().get("/livez").text("access")).isEqualTo("otp");
    }
  }

  private int status(OtpServer.Person person) {
    return server.as(person.token(), "GET", "/users", "").status();
  }

  /** Returns the body of a rejection without its unique request id. */
  private static String said(Caller.Reply refusal) {
    return refusal.body().replace(refusal.text("request_id"), "");
  }
}
