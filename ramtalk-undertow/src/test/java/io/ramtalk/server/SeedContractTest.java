package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Image;
import io.ramtalk.Mobile;
import io.ramtalk.RamTalk;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire contract of the first RAMTalk server, as its clients see it. */
final class SeedContractTest {
  private static final String UUID_V4 =
      "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
  private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

  private final VirtualClock clock =
      VirtualClock.startingAt(Instant.parse("2026-11-22T10:44:00.123Z"));
  private final RamTalk talk = RamTalk.builder().clock(clock).build();
  private RamTalkServer server;
  private Caller caller;

  @BeforeEach
  void start() throws IOException {
    server = RamTalkServer.builder().messenger(talk).port(0).build().start();
    caller = new Caller(server.uri());
  }

  @AfterEach
  void stop() {
    server.close();
    talk.close();
  }

  @Test
  void signup_new_created() {
    var reply = caller.postForm("mobile=01711111111");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.body())
        .matches("\\{\"status\":\"created\",\"user_id\":\"" + UUID_V4 + "\"}");
  }

  @Test
  void signup_registered_existsAndKeepsNameAndImage() {
    var first = caller.postMultipart(Multipart.ofCurl()
        .field("mobile", "01711111111").field("name", "Ana")
        .file("image", "a.png", Pictures.png(100))).json();

    var second = caller.postMultipart(Multipart.ofCurl()
        .field("mobile", "01711111111").field("name", "Eve")
        .file("image", "b.gif", Pictures.gif(200)));

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(
        "{\"status\":\"exists\",\"user_id\":\"" + first.get("user_id").asText() + "\"}");
    var user = talk.user(UserId.parse(first.get("user_id").asText()));
    assertThat(user.name()).isEqualTo("Ana");
    assertThat(user.image()).isNotNull().extracting(Image::bytes).isEqualTo(Pictures.png(100));
  }

  @Test
  void signup_formOfRequests() throws IOException {
    var body = "mobile=01711111111&name=B%C3%B6+%26+Co";

    var response = RawConnection.ask(server.port(), latin1("""
        POST /signup HTTP/1.1
        Host: localhost:%d
        User-Agent: python-requests/2.34.2
        Accept-Encoding: gzip, deflate
        Accept: */*
        Connection: keep-alive
        Content-Length: %d
        Content-Type: application/x-www-form-urlencoded

        """.replace("\n", "\r\n").formatted(server.port(), body.length()) + body));

    assertThat(response.status()).isEqualTo(200);
    assertThat(onlyUser()).returns("Bö & Co", User::name).returns(null, User::image);
  }

  @Test
  void signup_multipartOfRequests() {
    var form = Multipart.ofRequests().field("mobile", "01711111111").field("name", "Bö & Co")
        .file("image", "me.png", Pictures.png(100));

    var reply = caller.postMultipart(form);

    assertThat(reply.json().get("status").asText()).isEqualTo("created");
    assertThat(onlyUser().name()).isEqualTo("Bö & Co");
    assertThat(onlyUser().image()).isNotNull()
        .extracting(Image::bytes).isEqualTo(Pictures.png(100));
  }

  @Test
  void signup_multipartOfCurl() {
    var form = Multipart.ofCurl().field("mobile", "01711111111").field("name", "Bö & Co")
        .file("image", "me.png", Pictures.png(100));

    var reply = caller.postMultipart(form);

    assertThat(reply.json().get("status").asText()).isEqualTo("created");
    assertThat(onlyUser().name()).isEqualTo("Bö & Co");
    assertThat(onlyUser().image()).isNotNull()
        .extracting(Image::bytes).isEqualTo(Pictures.png(100));
  }

  @Test
  void signup_withoutName_nameIsEmpty() {
    caller.postMultipart(Multipart.ofRequests().field("mobile", "01711111111"));

    assertThat(onlyUser()).returns("", User::name).returns(null, User::image);
  }

  @Test
  void signup_largestImage_accepted() {
    var form = Multipart.ofRequests().field("mobile", "01711111111")
        .file("image", "me.png", Pictures.png(51_200));

    var reply = caller.postMultipart(form);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(onlyUser().image()).isNotNull().extracting(Image::size).isEqualTo(51_200);
  }

  @ParameterizedTest
  @ValueSource(ints = {51_201, 100_000, 3_000_000})
  void signup_largerImage_refused(int bytes) {
    var form = Multipart.ofRequests().field("mobile", "01711111111")
        .file("image", "me.png", Pictures.png(bytes));

    var reply = caller.postMultipart(form);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("detail").asText()).isEqualTo("Image exceeds 50KB limit.");
    assertThat(talk.users()).isEmpty();
  }

  @Test
  void signup_withoutMobile_422() {
    var reply = caller.postForm("name=Ana");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().get("detail").asText()).isEqualTo("mobile is missing");
  }

  @Test
  void send_sent() {
    var ana = caller.signUp("01711111111");
    var bo = caller.signUp("01722222222");

    var reply = caller.postJson("/send", """
        {"from_id": "%s", "to_id": "%s", "message": "H\\u00e9"}""".formatted(ana, bo));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("status").asText()).isEqualTo("sent");
    assertThat(talk.receive(UserId.parse(bo))).singleElement()
        .returns("Hé", message -> message.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\\u0078"})
  void send_longestText_accepted(String character) {
    var ana = caller.signUp("01711111111");

    var reply = caller.postJson("/send", """
        {"from_id": "%1$s", "to_id": "%1$s", "message": "%2$s"}"""
        .formatted(ana, character.repeat(4_096)));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(talk.receive(UserId.parse(ana))).singleElement()
        .returns("x".repeat(4_096), message -> message.text());
  }

  @Test
  void send_unknownTarget_404() {
    var ana = caller.signUp("01711111111");

    var reply = caller.send(ana, NOBODY, "Hello");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().get("detail").asText()).isEqualTo("Target user not found");
  }

  @Test
  void send_unknownSender_404() {
    var ana = caller.signUp("01711111111");

    var reply = caller.send(NOBODY, ana, "Hello");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().get("detail").asText()).isEqualTo("Sender not found");
  }

  @Test
  void send_fullMailbox_400UntilReceived() {
    var ana = caller.signUp("01711111111");
    for (int i = 0; i < 5; i++) {
      assertThat(caller.send(ana, ana, "Hello " + i).status()).isEqualTo(200);
    }

    var refused = caller.send(ana, ana, "One too many");
    caller.get("/receive/" + ana);
    var accepted = caller.send(ana, ana, "Room again");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("detail").asText())
        .isEqualTo("User message queue full (max 5)");
    assertThat(accepted.status()).isEqualTo(200);
  }

  @Test
  void send_fullMailbox_detailTellsCapacityInForce() throws IOException {
    try (var small = RamTalk.builder().mailboxCapacity(2).build();
        var other = RamTalkServer.builder().messenger(small).port(0).build().start()) {
      var call = new Caller(other.uri());
      var ana = call.signUp("01711111111");
      call.send(ana, ana, "1");
      call.send(ana, ana, "2");

      var refused = call.send(ana, ana, "3");

      assertThat(refused.json().get("detail").asText())
          .isEqualTo("User message queue full (max 2)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"from_id", "to_id", "message"})
  void send_memberMissingOrNoString_422(String member) {
    var ana = caller.signUp("01711111111");
    var whole = "{\"from_id\":\"%1$s\",\"to_id\":\"%1$s\",\"message\":\"%1$s\"}".formatted(ana);
    var value = "\"" + member + "\":\"" + ana + "\"";

    var missing = caller.postJson("/send", whole.replace(value, "\"other\":1"));
    var noString = caller.postJson("/send", whole.replace(value, "\"" + member + "\":1"));

    assertThat(missing.status()).isEqualTo(422);
    assertThat(missing.json().get("detail").asText()).isEqualTo(member + " is missing");
    assertThat(noString.status()).isEqualTo(422);
    assertThat(noString.json().get("detail").asText()).isEqualTo(member + " must be a string");
  }

  @Test
  void receive_oldestFirst_withIdAndTimestamp_thenGone() {
    var ana = caller.signUp("01711111111");
    var bo = caller.signUp("01722222222");
    caller.send(ana, bo, "first \"\n \u0007 বাংলা 🙂");
    clock.advance(Duration.ofMillis(877));
    caller.send(bo, bo, "second");

    var reply = caller.get("/receive/" + bo);
    var empty = caller.get("/receive/" + bo);

    var messages = reply.json().get("messages");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(messages).hasSize(2);
    assertThat(messages.get(0).get("from").asText()).isEqualTo(ana);
    assertThat(messages.get(0).get("text").asText()).isEqualTo("first \"\n \u0007 বাংলা 🙂");
    assertThat(messages.get(0).get("id").asText()).matches("[0-9a-z]{13}");
    assertThat(messages.get(0).get("timestamp").asText()).isEqualTo("2026-11-22T10:44:00.123Z");
    assertThat(messages.get(1).get("from").asText()).isEqualTo(bo);
    assertThat(messages.get(1).get("text").asText()).isEqualTo("second");
    assertThat(messages.get(1).get("timestamp").asText()).isEqualTo("2026-11-22T10:44:01.000Z");
    assertThat(empty.body()).isEqualTo("{\"messages\":[]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {NOBODY, "me", "%20"})
  void receive_unknownUser_404(String id) {
    var reply = caller.get("/receive/" + id);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().get("detail").asText()).isEqualTo("User not found");
  }

  @Test
  void users_inOrderOfRegistration() {
    var expected = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      var mobile = "0171111" + (9999 - i);
      var id = caller.postForm("mobile=" + mobile + "&name=N%20" + i).json().get("user_id");
      expected.add(id + ":{\"mobile\":\"" + mobile + "\",\"name\":\"N " + i
          + "\",\"online\":false}");
    }

    var reply = caller.get("/users");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.body()).isEqualTo("{" + String.join(",", expected) + "}");
  }

  @Test
  void users_none_emptyObject() {
    assertThat(caller.get("/users").body()).isEqualTo("{}");
  }

  @Test
  void users_showTheNumberAsItWasGiven() {
    var given = "+880 (17) 11-11.11";
    caller.postMultipart(Multipart.ofCurl().field("mobile", given));

    assertThat(caller.get("/users").body()).contains("\"mobile\":\"" + given + "\"");
    assertThat(talk.find("008801711 1111")).map(User::mobile).map(Mobile::given).hasValue(given);
  }

  @Test
  void answers_areKeptByNobody() {
    var replies = List.of(caller.get("/users"), caller.get("/receive/x"),
        caller.postForm("mobile=01711111111"), caller.get("/nowhere"), caller.get("/livez"));

    assertThat(replies).allSatisfy(reply -> {
      assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
      assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    });
  }

  private User onlyUser() {
    return talk.users().reduce((a, b) -> {
      throw new AssertionError("More than one user");
    }).orElseThrow();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
