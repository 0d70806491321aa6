package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ramtalk.server.internal.wire.MediaType;
import io.ramtalk.server.internal.wire.RegionMobileParser;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mobile number in any common form can replace a user id in every request. */
final class NumberRoutesTest {
  private static final String ANA = "+880 1711-111111";
  private static final String BO = "01722222222";

  private final TestServer server = new TestServer(
      builder -> builder.mobileParser(RegionMobileParser.of("BD")));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void person_signedUpInternationally_foundByBengaliDigits() {
    var bengali = "\u09e6\u09e7\u09ed\u09e9\u09e9\u09e9\u09e9\u09e9\u09e9\u09e9\u09e9";
    var id = server.caller().postJson("/signup", "{\"mobile\": \"+880 1733-333333\"}")
        .text("user_id");

    assertThat(server.caller().get("/users?mobile=" + encoded(bengali)).json().fieldNames())
        .toIterable().containsExactly(id);
    var again = server.caller().postJson("/signup", "{\"mobile\": \"" + bengali + "\"}");
    assertThat(again.text("status")).isEqualTo("exists");
    assertThat(again.text("user_id")).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "01711111111", "+8801711111111", "+880 1711-111111", "008801711111111",
      "+008801711111111", "\uff10\uff11\uff17\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11",
      "tel:+8801711111111", "+880/1711/111111", "\u202a+8801711111111\u202c",
      "+880\u00a01711\u2011111111", "+880 (0)1711 111111"
  })
  void spelling_anywhere_oneUser(String number) {
    var caller = server.caller();

    assertThat(caller.postJson("/signup", "{\"mobile\": \"" + number + "\"}").text("user_id"))
        .isEqualTo(server.ana());
    assertThat(caller.postForm("mobile=" + encoded(number)).text("user_id"))
        .isEqualTo(server.ana());
    assertThat(caller.postMultipart(Multipart.ofCurl().field("mobile", number)).text("user_id"))
        .isEqualTo(server.ana());
    assertThat(caller.get("/users?mobile=" + encoded(number)).body()).contains(server.ana());
    assertThat(caller.get("/users/" + segment(number)).text("user_id")).isEqualTo(server.ana());
  }

  @Test
  void plus_notEscapedInFormOrQuery_isThere() {
    assertThat(server.caller().postForm("mobile=+8801711111111").text("user_id"))
        .isEqualTo(server.ana());
    assertThat(server.caller().get("/users?mobile=+8801711111111").body())
        .contains(server.ana());
    assertThat(server.caller().get("/users?after=+8801711111111").body())
        .contains(server.bo()).doesNotContain(server.ana());
  }

  @Test
  void extension_inAnyPlace_saidSo() {
    for (var reply : List.of(
        server.caller().get("/users?mobile=01711111111;ext=5"),
        server.caller().get("/users/" + segment("01711111111 ext 5")),
        server.caller().send(ANA, "01722222222x5", "Hi"),
        server.caller().postForm("mobile=01711111111%235"))) {
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.text("code")).isEqualTo("mobile_extension");
      assertThat(reply.text("detail")).contains("extension");
    }
  }

  private static Stream<String> paths() {
    return Stream.of("GET /users/%s", "GET /receive/%s", "POST /receive/%s", "GET /inbox/%s",
        "GET /sent/%s", "GET /export/%s", "GET /users?after=%s", "DELETE /users/%s/image",
        "DELETE /users/%s");
  }

  @ParameterizedTest
  @MethodSource("paths")
  void number_inThePath_isItsUser(String line) {
    var byNumber = ask(line.formatted(segment("+8801722222222")));
    assertThat(byNumber.status()).as(byNumber.body()).isEqualTo(200);

    var unknown = ask(line.formatted("01799999999"));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text("code")).isEqualTo("user_not_found");
  }

  @Test
  void numbers_inBodies_areTheirUsers() {
    var caller = server.caller();

    assertThat(caller.send(ANA, BO, "One").status()).isEqualTo(200);
    var line = "{\"from_id\":\"01711111111\",\"to_id\":\"+8801722222222\",\"message\":\"Two\"}";
    assertThat(caller.post("/send", MediaType.NDJSON, line.getBytes(StandardCharsets.UTF_8))
        .body()).contains("\"sent\"");
    var mail = caller.get("/receive/" + BO + "?lease=30&lease_id=a");
    assertThat(mail.texts()).containsExactly("One", "Two");
    assertThat(mail.messages().get(0).get("from").asText()).isEqualTo(server.ana());
    var ids = "\"ids\":[\"" + mail.messages().get(0).get("id").asText() + "\"]";
    assertThat(caller.postJson("/receive/" + BO + "/ack", "{\"lease\":\"a\"," + ids + "}")
        .text("acknowledged")).isEqualTo("1");
    assertThat(caller.postJson("/receive/" + BO + "/release", "{\"lease\":\"a\"}")
        .text("released")).isEqualTo("1");
    assertThat(caller.postJson("/read/" + BO, "{\"from_id\":\"01711111111\"," + ids + "}")
        .text("read")).isEqualTo("1");
    assertThat(caller.patch("/users/" + BO, "{\"name\":\"Bo\"}").text("user_id"))
        .isEqualTo(server.bo());
  }

  @Test
  void numbers_ofASocket_areTheirUsers() {
    try (var socket = LiveSocket.open(server.port(),
        "/ws/01711111111?presence=+8801722222222,01711111111")) {
      assertThat(socket.next("hello").get("user_id").asText()).isEqualTo(server.ana());
      assertThat(List.of(socket.next("presence").get("user_id").asText(),
          socket.next("presence").get("user_id").asText()))
          .containsExactlyInAnyOrder(server.ana(), server.bo());
      socket.next("caught_up");
      socket.say("{\"type\":\"send\",\"from_id\":\"+8801711111111\",\"to_id\":\"" + BO
          + "\",\"message\":\"Hi\"}");
      assertThat(socket.next("sent").get("id").asText()).isNotEmpty();
      socket.say("{\"type\":\"send\",\"ref\":\"r\",\"from_id\":\"" + BO
          + "\",\"to_id\":\"" + BO + "\",\"message\":\"Hi\"}");
      assertThat(socket.next("error").get("code").asText()).isEqualTo("sender_not_allowed");
    }
    assertThat(server.caller().get("/inbox/" + BO).texts()).containsExactly("Hi");
  }

  @Test
  void stream_byNumber_isOfItsUser() throws IOException {
    try (var stream = EventStream.open(server.port(), "/stream/01722222222")) {
      assertThat(stream.next("hello").json().get("user_id").asText()).isEqualTo(server.bo());
    }
  }

  @ParameterizedTest
  @CsvSource({"01711111111", "+8801711111111"})
  void name_notPrintable_refused(String number) {
    var reply = server.caller().patch("/users/" + segment(number), "{\"name\":\"A\\u202e\"}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("code")).isEqualTo("name_not_printable");
    assertThat(reply.text("detail")).contains("U+202E");
  }

  @Test
  void region_ofABuilder_readsNationalNumbers() throws IOException {
    try (var other = RamTalkServer.builder().region("BD").port(0).build().start()) {
      var talk = other.messenger();

      assertThat(talk.signUp("01711111111").user()).isEqualTo(talk.signUp(ANA).user());
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RamTalkServer.builder().region("XX").build())
        .withMessageContaining("XX");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RamTalkServer.builder().region("BD").messenger(server.talk()).build())
        .withMessageContaining("mobileParser");
  }

  private Caller.Reply ask(String line) {
    var parts = line.split(" ", 2);
    return server.caller().call(server.caller().request(parts[1])
        .method(parts[0], BodyPublishers.noBody()).build());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String segment(String text) {
    return encoded(text).replace("+", "%20");
  }
}
