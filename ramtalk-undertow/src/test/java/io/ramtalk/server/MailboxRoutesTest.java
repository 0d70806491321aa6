package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Overflow;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mailboxes over HTTP: sending, receiving, peeking and expiry. */
final class MailboxRoutesTest {
  private final TestServer server = new TestServer();
  private final Caller caller = server.caller();
  private final String ana = server.ana();
  private final String bo = server.bo();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void send_answersTheIdThatReceiveShows() {
    var sent = caller.send(ana, bo, "Hello");

    var message = caller.get("/receive/" + bo).messages().get(0);

    assertThat(sent.text("id")).matches("[0-9a-z]{13}")
        .isEqualTo(message.get("id").asText());
  }

  @Test
  void receive_untimedText_hasNoOtherMembers() {
    var id = caller.send(ana, bo, "Hello").text("id");

    assertThat(caller.get("/receive/" + bo).body()).isEqualTo("{\"messages\":[{\"from\":\"" + ana
        + "\",\"text\":\"Hello\",\"id\":\"" + id
        + "\",\"timestamp\":\"2026-11-22T10:44:00.123Z\",\"delivery_count\":1}]}");
  }

  @Test
  void receive_max_leavesTheOthers() {
    server.send("1");
    server.send("2");
    server.send("3");

    assertThat(caller.get("/receive/" + bo + "?max=2").texts()).containsExactly("1", "2");
    assertThat(caller.post("/receive/" + bo + "?max=2147483647").texts()).containsExactly("3");
  }

  @Test
  void receive_waitOfZero_answersAtOnce() {
    assertThat(caller.get("/receive/" + bo + "?wait=0").body()).isEqualTo("{\"messages\":[]}");
  }

  @ParameterizedTest
  @CsvSource({"Sec-Purpose, prefetch", "Sec-Purpose, prefetch;prerender", "Purpose, prefetch"})
  void receive_prefetch_refusedAndNothingTaken(String header, String value) {
    server.send("Hello");

    var reply = caller.call(
        caller.request("/receive/" + bo + "?lease=30").header(header, value).build());

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.text("code")).isEqualTo("prefetch_refused");
    assertThat(caller.get("/receive/" + bo).messages())
        .extracting(message -> message.get("delivery_count").asInt()).containsExactly(1);
  }

  @Test
  void inbox_takesNothing() {
    server.send("1");
    server.send("2");

    assertThat(caller.get("/inbox/" + bo).texts()).containsExactly("1", "2");
    assertThat(caller.get("/inbox/" + bo + "?max=1").texts()).containsExactly("1");
    assertThat(caller.get("/inbox/" + bo).messages())
        .extracting(message -> message.get("delivery_count").asInt()).containsExactly(1, 1);
    assertThat(caller.get("/receive/" + bo).texts()).containsExactly("1", "2");
  }

  @Test
  void send_sameId_storedOnceAlsoAfterItWasFetched() {
    var first = caller.send(ana, bo, "Hello", "\"id\":\"a-1\"");
    var second = caller.send(ana, bo, "Hello again", "\"id\":\"a-1\"");
    var received = caller.get("/receive/" + bo).texts();
    var third = caller.send(ana, bo, "Hello", "\"id\":\"a-1\"");

    assertThat(List.of(first.status(), second.status(), third.status())).containsOnly(200);
    assertThat(second.body()).isEqualTo(first.body()).isEqualTo(third.body());
    assertThat(received).containsExactly("Hello");
    assertThat(caller.get("/receive/" + bo).texts()).isEmpty();
  }

  @Test
  void send_sameIdOfAnotherSender_storedToo() {
    caller.send(ana, bo, "From Ana", "\"id\":\"a-1\"");
    caller.send(bo, bo, "From Bo", "\"id\":\"a-1\"");

    assertThat(caller.get("/receive/" + bo).texts()).containsExactly("From Ana", "From Bo");
  }

  @Test
  void send_sameIdToSomeoneElse_409() {
    caller.send(ana, bo, "Hello", "\"id\":\"a-1\"");

    var reply = caller.send(ana, ana, "Hello", "\"id\":\"a-1\"");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.text("code")).isEqualTo("send_id_reused");
    assertThat(reply.text("detail")).contains("a-1");
    assertThat(caller.get("/receive/" + ana).texts()).isEmpty();
  }

  @Test
  void send_refusedId_canBeSentAgain() {
    for (int i = 0; i < 5; i++) {
      server.send("Hello");
    }

    var refused = caller.send(ana, bo, "6", "\"id\":\"a-1\"");
    caller.get("/receive/" + bo);
    var accepted = caller.send(ana, bo, "6", "\"id\":\"a-1\"");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(accepted.status()).isEqualTo(200);
    assertThat(caller.get("/receive/" + bo).texts()).containsExactly("6");
  }

  @Test
  void send_idOlderThanTheLast256_isNew() {
    for (int i = 0; i < 257; i++) {
      caller.send(ana, bo, "Hello " + i, "\"id\":\"a-" + i + "\"");
      caller.get("/receive/" + bo);
    }

    caller.send(ana, bo, "Hello 1", "\"id\":\"a-1\"");
    caller.send(ana, bo, "Hello 0", "\"id\":\"a-0\"");

    assertThat(caller.get("/receive/" + bo).texts()).containsExactly("Hello 0");
  }

  @Test
  void expiresIn_exactToTheMillisecond() {
    caller.send(ana, bo, "Hello", "\"expires_in\":1.5");

    server.advanceMillis(1_499);
    var before = caller.get("/inbox/" + bo);
    server.advanceMillis(1);
    var after = caller.get("/receive/" + bo);

    assertThat(before.messages().get(0).get("expires_at").asText())
        .isEqualTo("2026-11-22T10:44:01.623Z");
    assertThat(after.texts()).isEmpty();
  }

  @Test
  void expiresIn_freesItsPlaceAtOnce() {
    for (int i = 0; i < 5; i++) {
      caller.send(ana, bo, "Hello", "\"expires_in\":60");
    }
    assertThat(caller.send(ana, bo, "6").status()).isEqualTo(400);

    server.advanceMillis(60_000);

    assertThat(caller.send(ana, bo, "6").status()).isEqualTo(200);
  }

  @Test
  void expiresIn_leased_staysForTheLease() {
    caller.send(ana, bo, "Hello", "\"expires_in\":10");
    caller.get("/receive/" + bo + "?lease=30&lease_id=a");
    server.advanceMillis(29_999);

    var replay = caller.get("/receive/" + bo + "?lease=30&lease_id=a");

    assertThat(replay.texts()).containsExactly("Hello");
  }

  @Test
  void destructAfter_countsFromTheFirstLook() {
    caller.send(ana, bo, "Hello", "\"destruct_after\":2.5");
    server.advanceMillis(3_600_000);

    var first = caller.get("/inbox/" + bo);
    server.advanceMillis(2_499);
    var second = caller.get("/inbox/" + bo);
    server.advanceMillis(1);

    assertThat(first.messages().get(0).get("destruct_after").asText()).isEqualTo("2.5");
    assertThat(second.texts()).containsExactly("Hello");
    assertThat(caller.get("/inbox/" + bo).texts()).isEmpty();
  }

  @Test
  void destructAfter_wholeSeconds_shownWhole() {
    caller.send(ana, bo, "Hello", "\"destruct_after\":2.0");

    assertThat(caller.get("/receive/" + bo).body()).contains("\"destruct_after\":2}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "webp"})
  void image_sameBytesOut(String type) {
    var picture = picture(type, 51_200);
    var base64 = Base64.getEncoder().encodeToString(picture);

    var sent = caller.send(ana, bo, "Look", "\"image\":\"" + base64 + "\"");
    var message = caller.get("/receive/" + bo).messages().get(0);

    assertThat(sent.status()).isEqualTo(200);
    assertThat(message.get("text").asText()).isEqualTo("Look");
    assertThat(message.get("image").get("type").asText()).isEqualTo("image/" + type);
    assertThat(message.get("image").get("width").asInt()).isEqualTo(3);
    assertThat(message.get("image").get("height").asInt()).isEqualTo(2);
    assertThat(message.get("image").get("bytes").asInt()).isEqualTo(51_200);
    assertThat(Base64.getDecoder().decode(message.get("image").get("data").asText()))
        .isEqualTo(picture);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", \"message\": \"\"", ", \"message\": null"})
  void image_withoutText_sent(String message) {
    var base64 = Base64.getEncoder().encodeToString(Pictures.png(100));

    var sent = caller.postJson("/send", "{\"from_id\":\"" + ana + "\",\"to_id\":\"" + bo
        + "\",\"image\":\"" + base64 + "\"" + message + "}");

    assertThat(sent.status()).isEqualTo(200);
    assertThat(caller.get("/receive/" + bo).texts()).containsExactly("");
  }

  @Test
  void image_andLongestText_fitIntoOneBody() {
    var base64 = Base64.getEncoder().encodeToString(Pictures.png(51_200));

    var sent = caller.send(ana, bo, "\\u0041".repeat(4_096), "\"image\":\"" + base64 + "\"");

    assertThat(sent.status()).isEqualTo(200);
  }

  @Test
  void dropOldest_tellsTheSender() {
    try (var dropping = new TestServer(
        limits -> limits.mailboxCapacity(2).overflow(Overflow.DROP_OLDEST))) {
      var states = new ArrayList<String>();
      dropping.send("1");
      dropping.send("2");
      dropping.advanceMillis(1_000);

      var third = dropping.caller().send(dropping.ana(), dropping.bo(), "3");

      var receipts = dropping.caller().get("/sent/" + dropping.ana()).json().get("receipts");
      receipts.forEach(receipt -> states.add(receipt.get("state").asText()));
      assertThat(third.status()).isEqualTo(200);
      assertThat(states).containsExactly("dropped", "queued", "queued");
      assertThat(receipts.get(0).get("dropped_at").asText()).isEqualTo("2026-11-22T10:44:01.123Z");
      assertThat(dropping.caller().get("/receive/" + dropping.bo()).texts())
          .containsExactly("2", "3");
    }
  }

  @Test
  void dropOldest_allLeased_refused() {
    try (var dropping = new TestServer(
        limits -> limits.mailboxCapacity(1).overflow(Overflow.DROP_OLDEST))) {
      dropping.send("1");
      dropping.caller().get("/receive/" + dropping.bo() + "?lease=30");

      var second = dropping.caller().send(dropping.ana(), dropping.bo(), "2");

      assertThat(second.status()).isEqualTo(400);
      assertThat(second.text("code")).isEqualTo("mailbox_full");
    }
  }

  private static byte[] picture(String type, int bytes) {
    return switch (type) {
      case "png" -> Pictures.png(bytes);
      case "jpeg" -> Pictures.jpeg(bytes);
      case "gif" -> Pictures.gif(bytes);
      default -> Pictures.webp(bytes);
    };
  }
}
