package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Draft;
import io.ramtalk.Eventually;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Inbox requests that wait for a matching message. */
final class AwaitRouteTest {
  private final TestServer server = new TestServer(limits -> limits.mailboxCapacity(9));
  private final RamTalk talk = server.talk();
  private final Caller caller = server.caller();
  private final UserId ana = UserId.parse(server.ana());
  private final UserId bo = server.boId();
  private final String inbox = "/inbox/" + bo;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void match_isThere_answersWithItAloneAndTakesNothing() {
    send("Hello");
    var id = send("Your code is 123456.");
    send("Your code is 654321.");

    var reply = caller.get(inbox + "?match=" + encoded("code is (\\d{6})"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.texts()).containsExactly("Your code is 123456.");
    assertThat(reply.messages().get(0).get("id").asText()).isEqualTo(id);
    assertThat(reply.text("extract")).isEqualTo("123456");
    assertThat(talk.receive(bo)).hasSize(3);
  }

  @Test
  void match_comesAmongOthers_answersAtOnce() throws IOException {
    send("Hello");
    try (var poll = server.poll(inbox + "?wait=25&match=" + encoded("\\d{6}"))) {
      send("Nothing yet");
      var id = send("It is 123456");

      var response = poll.response();

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).contains(id, "It is 123456", "\"extract\":\"123456\"")
          .doesNotContain("Hello", "Nothing yet");
    }
    Eventually.that("nobody waits", () -> server.server().waiting() == 0);
  }

  @Test
  void match_manyOthersWhileItWaits_missesNone() throws IOException {
    for (int i = 0; i < 50; i++) {
      try (var poll = server.poll(inbox + "?wait=25&match=" + encoded("code (\\d+)"))) {
        for (int j = 0; j < 5; j++) {
          send("other " + j);
        }
        send("code " + i);

        assertThat(poll.response().text()).contains("\"extract\":\"" + i + "\"");
      }
      talk.receive(bo);
    }
  }

  @Test
  void extract_besideMatch_bothMustBeThere() {
    send("Your code is 123456.");
    send("Your login code is secret.");
    send("Your login code is 654321.");

    var reply = caller.get(
        inbox + "?match=login&extract=" + encoded("\\b\\d{6}\\b"));

    assertThat(reply.texts()).containsExactly("Your login code is 654321.");
    assertThat(reply.text("extract")).isEqualTo("654321");
  }

  @Test
  void match_nothing_saysWhatDidArrive() {
    send("Hello");
    send("Your code is \u001b[2Jlost\n" + "x".repeat(100));

    var reply = caller.get(inbox + "?match=" + encoded("\\d{6}"));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text("code")).isEqualTo("nothing_matched");
    assertThat(reply.text("detail")).isEqualTo(
        "No message matched; the mailbox contains \"Hello\", "
            + "\"Your code is \\u001b[2Jlost\\n" + "x".repeat(38) + "...\"");
  }

  @Test
  void match_nothingUntilTheTimeIsUp_saysSo() throws IOException {
    try (var poll = server.poll(inbox + "?wait=2.5&match=x")) {
      server.advanceMillis(2_499);
      assertThat(server.server().waiting()).isEqualTo(1);
      server.advanceMillis(1);

      var response = poll.response();

      assertThat(response.status()).isEqualTo(404);
      assertThat(response.text())
          .contains("No message matched; the mailbox is empty");
    }
  }

  @Test
  void match_manyOthers_namesTheFirstAndCountsTheRest() {
    for (int i = 1; i <= 8; i++) {
      send("m" + i);
    }

    assertThat(caller.get(inbox + "?match=code").text("detail"))
        .endsWith("contains \"m1\", \"m2\", \"m3\", \"m4\", \"m5\" and 3 more");
  }

  @Test
  void match_accountDeletedMeanwhile_notFound() throws IOException {
    try (var poll = server.poll(inbox + "?wait=25&match=x")) {
      talk.delete(bo);

      assertThat(poll.response().text()).contains("\"code\":\"user_not_found\"");
    }
  }

  @Test
  void match_serverStops_answered() throws IOException {
    try (var poll = server.poll(inbox + "?wait=25&match=x")) {
      server.server().close();

      assertThat(poll.response().status()).isEqualTo(404);
    }
  }

  @Test
  void wait_withoutMatch_answersWithAnyMail() throws IOException {
    try (var poll = server.poll(inbox + "?wait=25")) {
      send("Hello");

      assertThat(poll.response().text()).contains("Hello").doesNotContain("extract");
    }
    assertThat(caller.get(inbox + "?wait=25").texts()).containsExactly("Hello");
    talk.receive(bo);
    assertThat(caller.get(inbox + "?wait=0").texts()).isEmpty();
  }

  @Test
  void mobile_anyFormOfIt_namesTheMailbox() {
    send("Hello");

    assertThat(caller.get("/inbox/01722222222").texts()).containsExactly("Hello");
    assertThat(caller.get("/inbox/017-2222%202222?match=Hell").text("extract"))
        .isEqualTo("Hell");
    assertThat(caller.get("/inbox/01733333333?wait=5").text("code"))
        .isEqualTo("user_not_found");
  }

  @Test
  void mobile_ofSomebodyElse_refused() {
    try (var otp = new OtpServer()) {
      var ana = otp.logIn("01711111111");
      otp.logIn("01722222222");

      assertThat(otp.as(ana.token(), "GET", "/inbox/01711111111", "").status()).isEqualTo(200);
      assertThat(otp.as(ana.token(), "GET", "/inbox/01722222222", "").status()).isEqualTo(403);
      assertThat(otp.as("", "GET", "/inbox/01711111111", "").status()).isEqualTo(401);
      assertThat(otp.as(OtpServer.ADMIN_TOKEN, "GET", "/inbox/01722222222", "").status())
          .isEqualTo(200);
    }
  }

  @Test
  void look_beginsSelfDestructionAsEveryPeek() {
    talk.send(Draft.of(ana, bo).text("burns")
        .destructAfter(Duration.ofSeconds(1)));
    caller.get(inbox + "?match=burns");

    server.advance(Duration.ofSeconds(1));

    assertThat(caller.get(inbox).texts()).isEmpty();
  }

  private String send(String text) {
    return server.send(text);
  }

  private static String encoded(String pattern) {
    return URLEncoder.encode(pattern, StandardCharsets.UTF_8);
  }
}
