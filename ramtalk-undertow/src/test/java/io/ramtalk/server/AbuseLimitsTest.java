package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.server.internal.access.OneTimeCodes;
import io.ramtalk.server.internal.access.RateLimiter;
import io.ramtalk.server.internal.wire.MediaType;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rate limits for anonymous clients and for logged-in users. */
final class AbuseLimitsTest {
  private static final String ANA = "01711111111";
  private static final String BO = "01722222222";
  private static final String HERE = "192.0.2.1";
  private static final String THERE = "198.51.100.7";
  private static final String LIE = "rt_" + "A".repeat(43);

  private final OtpServer server =
      new OtpServer(builder -> builder.trustedProxies(List.of("127.0.0.1")));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void guesses_withoutPendingCode_doNotLockTheNumber() {
    for (int i = 0; i < 25; i++) {
      assertThat(logIn(THERE, ANA, "000000").status()).isEqualTo(401);
    }

    assertThat(logIn(HERE, ANA, server.code(ANA)).status()).isEqualTo(200);
  }

  @Test
  void guesses_withoutPendingCode_countAgainstTheirAddress() {
    for (int i = 0; i < 30; i++) {
      assertThat(logIn(THERE, "0180000000" + i, "000000").status()).isEqualTo(401);
    }

    var refused = logIn(THERE, BO, "000000");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("limit")).isEqualTo("failed_logins_per_address");
  }

  @Test
  void guesses_atPendingCodes_lockTheNumber() {
    for (int code = 0; code < 4; code++) {
      var wrong = other(server.code(ANA));
      for (int i = 0; i < OneTimeCodes.ATTEMPTS; i++) {
        assertThat(logIn(HERE, ANA, wrong).status()).isEqualTo(401);
      }
      server.advance(RateLimiter.CODE_PACE.period());
    }

    var refused = logIn(THERE, ANA, server.code(ANA));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("limit")).isEqualTo("failed_logins_per_mobile");
  }

  @Test
  void codes_fromManySubnetsOfOneSite_limitedAsOneNetwork() {
    for (int i = 0; i < 60; i++) {
      assertThat(askForCode("2001:db8:1:" + Integer.toHexString(i) + "::1", i).status())
          .isEqualTo(202);
    }

    var refused = askForCode("2001:db8:1:ffff::1", 60);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("limit")).isEqualTo("codes_per_network");
    assertThat(askForCode("2001:db8:2::1", 61).status()).isEqualTo(202);
  }

  @Test
  void codes_fromManyAddressesOfOneBlock_limitedAsOneNetwork() {
    for (int i = 0; i < 60; i++) {
      assertThat(askForCode("192.0.2." + i, i).status()).isEqualTo(202);
    }

    assertThat(askForCode("192.0.2.200", 60).text("limit")).isEqualTo("codes_per_network");
    assertThat(askForCode("192.0.3.1", 61).status()).isEqualTo(202);
  }

  @Test
  void codes_fromManyNetworks_limitedInAll() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(askForCode("10." + i / 100 + "." + i % 100 + ".1", i).status()).isEqualTo(202);
    }

    assertThat(askForCode("11.0.0.1", 1_000).text("limit")).isEqualTo("codes_in_all");
  }

  @Test
  void lookups_ofNumbers_thirtyAMinute() {
    var ana = server.logIn(ANA);
    var bo = server.logIn(BO);
    for (int i = 0; i < 30; i++) {
      assertThat(lookUp(ana, BO).status()).isEqualTo(200);
    }

    var refused = lookUp(ana, "01733333333");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("limit")).isEqualTo("lookups_per_user");
    assertThat(refused.header("Retry-After")).isEqualTo("2");
    assertThat(server.as(ana.token(), "GET", "/inbox/" + BO, "").text("code"))
        .as("another way to learn who has a number").isEqualTo("not_allowed");
    assertThat(server.as(ana.token(), "GET", "/inbox/01733333333", "").text("code"))
        .isEqualTo("not_allowed");
    assertThat(lookUp(bo, ANA).status()).isEqualTo(200);
    assertThat(server.as(OtpServer.ADMIN_TOKEN, "GET", "/users?mobile=" + ANA, "").status())
        .isEqualTo(200);
  }

  @Test
  void lookups_ofTheOwnNumber_unlimited() {
    var ana = server.logIn(ANA);

    for (int i = 0; i < 40; i++) {
      assertThat(server.as(ana.token(), "GET", "/inbox/" + ANA, "").status()).isEqualTo(200);
    }
  }

  @Test
  void tokens_wrong_limitedByAddressAndNoOneElse() {
    var ana = server.logIn(ANA);
    for (int i = 0; i < 30; i++) {
      assertThat(show(THERE, LIE).status()).isEqualTo(401);
    }

    var refused = show(THERE, LIE);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("limit")).isEqualTo("wrong_tokens_per_address");
    assertThat(show(THERE, ana.token()).status()).as("a neighbour").isEqualTo(200);
    assertThat(show(HERE, LIE).status()).isEqualTo(401);
  }

  @Test
  void adminToken_afterTooManyGuesses_notAcceptedFromThatAddress() {
    assertThat(show(THERE, OtpServer.ADMIN_TOKEN).status()).isEqualTo(200);
    for (int i = 0; i < 30; i++) {
      assertThat(show(THERE, OtpServer.ADMIN_TOKEN + i).status()).isEqualTo(401);
    }

    assertThat(show(THERE, OtpServer.ADMIN_TOKEN).status()).isEqualTo(429);
    assertThat(show(HERE, OtpServer.ADMIN_TOKEN).status()).isEqualTo(200);
    server.advance(RateLimit.WRONG_TOKENS_PER_ADDRESS.defaultRate().period());
    assertThat(show(THERE, OtpServer.ADMIN_TOKEN).status()).isEqualTo(200);
  }

  @Test
  void tokens_wrongInTheFirstFrame_limited() {
    var ana = server.logIn(ANA);
    for (int i = 0; i < 30; i++) {
      assertThat(firstFrame(ana, LIE)).isEqualTo("token_invalid");
    }

    assertThat(firstFrame(ana, LIE)).isEqualTo("rate_limited");
    assertThat(server.as(ana.token(), "GET", "/users", "").status()).isEqualTo(200);
  }

  private String firstFrame(OtpServer.Person person, String token) {
    try (var socket = LiveSocket.open(server.port(), "/ws/" + person.id())) {
      socket.say("{\"type\": \"auth\", \"token\": \"" + token + "\"}");
      return socket.next("error").get("code").asText();
    }
  }

  private Caller.Reply lookUp(OtpServer.Person person, String mobile) {
    return server.as(person.token(), "GET", "/users?mobile=" + mobile, "");
  }

  private Caller.Reply show(String address, String token) {
    return server.caller().call(server.request(token, "/users")
        .header("X-Forwarded-For", address).build());
  }

  private Caller.Reply askForCode(String address, int number) {
    return post(address, "/otp", "{\"mobile\": \"+88018" + (10_000_000 + number) + "\"}");
  }

  private Caller.Reply logIn(String address, String mobile, String code) {
    return post(address, "/login", """
        {"mobile": "%s", "code": "%s"}""".formatted(mobile, code));
  }

  private Caller.Reply post(String address, String path, String json) {
    return server.caller().call(server.caller().request(path)
        .header("Content-Type", MediaType.JSON).header("X-Forwarded-For", address)
        .POST(BodyPublishers.ofString(json)).build());
  }

  private static String other(String code) {
    return code.equals("000000") ? "000001" : "000000";
  }
}
