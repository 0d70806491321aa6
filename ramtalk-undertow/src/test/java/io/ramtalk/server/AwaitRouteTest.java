package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Draft;
import io.ramtalk.UserId;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looking into a mailbox until a message is there. */
@Timeout(30)
final class AwaitRouteTest {
  private final TestServer server = new TestServer(limits -> limits.mailboxCapacity(9));
  private final String inbox = "/inbox/" + server.bo();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void match_isThere_answersWithItAloneAndTakesNothing() {
    server.send("Hello");
    var id = server.send("Your code is 123456.");
    server.send("Your code is 654321.");

    var reply = server.caller().get(inbox + "?match=" + encoded("code is (\\d{6})"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.texts()).containsExactly("Your code is 123456.");
    assertThat(reply.messages().get(0).get("id").asText()).isEqualTo(id);
    assertThat(reply.text("extract")).isEqualTo("123456");
    assertThat(server.talk().receive(server.boId())).hasSize(3);
  }

  @Test
  void match_comesAmongOthers_answersAtOnce() throws IOException {
    server.send("Hello");
    try (var poll = server.poll(inbox + "?wait=25&match=" + encoded("\\d{6}"))) {
      server.send("Nothing yet");
      var id = server.send("It is 123456");

      var answer = poll.answer();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).contains(id, "It is 123456", "\"extract\":\"123456\"")
          .doesNotContain("Hello", "Nothing yet");
    }
    TestServer.await(() -> server.server().waiting() == 0);
  }

  @Test
  void match_manyOthersWhileItWaits_missesNone() throws IOException {
    for (int i = 0; i < 50; i++) {
      try (var poll = server.poll(inbox + "?wait=25&match=" + encoded("code (\\d+)"))) {
        for (int j = 0; j < 5; j++) {
          server.send("other " + j);
        }
        server.send("code " + i);

        assertThat(poll.answer().text()).contains("\"extract\":\"" + i + "\"");
      }
      server.talk().receive(server.boId());
    }
  }

  @Test
  void extract_besideMatch_bothMustBeThere() {
    server.send("Your code is 123456.");
    server.send("Your login code is secret.");
    server.send("Your login code is 654321.");

    var reply = server.caller().get(
        inbox + "?match=login&extract=" + encoded("\\b\\d{6}\\b"));

    assertThat(reply.texts()).containsExactly("Your login code is 654321.");
    assertThat(reply.text("extract")).isEqualTo("654321");
  }

  @Test
  void match_nothing_saysWhatDidArrive() {
    server.send("Hello");
    server.send("Your code is \u001b[2Jlost\n" + "x".repeat(100));

    var reply = server.caller().get(inbox + "?match=" + encoded("\\d{6}"));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text("code")).isEqualTo("nothing_matched");
    assertThat(reply.text("detail")).isEqualTo("No message matched; there is instead \"Hello\", "
        + "\"Your code is \\u001b[2Jlost\\n" + "x".repeat(38) + "...\"");
  }

  @Test
  void match_nothingUntilTheTimeIsUp_saysSo() throws IOException {
    try (var poll = server.poll(inbox + "?wait=2.5&match=x")) {
      server.advanceMillis(2_499);
      assertThat(server.server().waiting()).isEqualTo(1);
      server.advanceMillis(1);

      var answer = poll.answer();

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text())
          .contains("No message matched; the mailbox is empty");
    }
  }

  @Test
  void match_manyOthers_namesTheFirstAndCountsTheRest() {
    for (int i = 1; i <= 8; i++) {
      server.send("m" + i);
    }

    assertThat(server.caller().get(inbox + "?match=code").text("detail"))
        .endsWith("instead \"m1\", \"m2\", \"m3\", \"m4\", \"m5\" and 3 more");
  }

  @Test
  void match_accountDeletedMeanwhile_notFound() throws IOException {
    try (var poll = server.poll(inbox + "?wait=25&match=x")) {
      server.talk().delete(server.boId());

      assertThat(poll.answer().text()).contains("\"code\":\"user_not_found\"");
    }
  }

  @Test
  void match_serverStops_answered() throws IOException {
    try (var poll = server.poll(inbox + "?wait=25&match=x")) {
      server.server().close();

      assertThat(poll.answer().status()).isEqualTo(404);
    }
  }

  @Test
  void wait_withoutMatch_answersWithAnyMail() throws IOException {
    try (var poll = server.poll(inbox + "?wait=25")) {
      server.send("Hello");

      assertThat(poll.answer().text()).contains("Hello").doesNotContain("extract");
    }
    assertThat(server.caller().get(inbox + "?wait=25").texts()).containsExactly("Hello");
    server.talk().receive(server.boId());
    assertThat(server.caller().get(inbox + "?wait=0").texts()).isEmpty();
  }

  @Test
  void mobile_anyFormOfIt_namesTheMailbox() {
    server.send("Hello");

    assertThat(server.caller().get("/inbox/01722222222").texts()).containsExactly("Hello");
    assertThat(server.caller().get("/inbox/017-2222%202222?match=Hell").text("extract"))
        .isEqualTo("Hell");
    assertThat(server.caller().get("/inbox/01733333333?wait=5").text("code"))
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
    server.talk().send(Draft.of(UserId.parse(server.ana()), server.boId()).text("burns")
        .destructAfter(Duration.ofSeconds(1)));
    server.caller().get(inbox + "?match=burns");

    server.advance(Duration.ofSeconds(1));

    assertThat(server.caller().get(inbox).texts()).isEmpty();
  }

  private static String encoded(String pattern) {
    return URLEncoder.encode(pattern, StandardCharsets.UTF_8);
  }
}
