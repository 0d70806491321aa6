package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Draft;
import io.ramtalk.Eventually;
import io.ramtalk.MessageId;
import io.ramtalk.server.internal.live.LiveSession;
import io.ramtalk.server.internal.mail.SendEndpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames of a WebSocket in both directions, and the reasons for a close. */
final class WebSocketTest {
  private LiveServer server;

  @BeforeEach
  void start() throws Exception {
    server = LiveServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void open_saysHelloWithEpochAndLimits() {
    try (var socket = server.socket(server.bo())) {
      var hello = socket.nextText();

      assertThat(hello).isEqualTo("{\"type\":\"hello\",\"epoch\":\""
          + server.talk().operations().epoch()
          + "\",\"user_id\":\"" + server.bo() + "\",\"lease\":\"live\",\"limits\":{"
          + "\"mailbox_capacity\":5,\"text_bytes\":4096,\"image_bytes\":51200}}");
      assertThat(socket.nextText()).isEqualTo("{\"type\":\"caught_up\"}");
    }
  }

  @Test
  void open_whatWaitsComesOldestFirst_thenCaughtUp() {
    var id = server.send("1");
    server.send("2");
    try (var socket = server.socket(server.bo())) {
      socket.next("hello");

      var first = socket.next("message");

      assertThat(first.get("id").asText()).isEqualTo(id.toString());
      assertThat(first.get("from").asText()).isEqualTo(server.ana().toString());
      assertThat(first.get("text").asText()).isEqualTo("1");
      assertThat(first.get("delivery_count").asInt()).isEqualTo(1);
      assertThat(first.get("timestamp").asText()).endsWith("Z");
      assertThat(socket.texts(1)).containsExactly("2");
      socket.next("caught_up");
    }
  }

  @Test
  void message_pushedWithEverythingItCarries() {
    try (var socket = server.readySocket(server.bo())) {
      server.talk().send(Draft.of(server.ana(), server.bo()).text("Grüße 🙂")
          .image(Pictures.png(100)).expiresIn(Duration.ofHours(1))
          .destructAfter(Duration.ofMinutes(1)));

      var message = socket.next("message");

      assertThat(message.get("text").asText()).isEqualTo("Grüße 🙂");
      assertThat(message.get("image").get("bytes").asInt()).isEqualTo(100);
      assertThat(message.get("image").get("data").asText()).isNotEmpty();
      assertThat(message.get("expires_at").asText()).endsWith("Z");
      assertThat(message.get("destruct_after").asInt()).isEqualTo(60);
    }
  }

  @Test
  void message_asLargeAsLimitsAllow_pushedWhole() {
    try (var socket = server.readySocket(server.bo())) {
      var text = "\u0001".repeat(4_096);
      server.talk().send(Draft.of(server.ana(), server.bo()).text(text)
          .image(Pictures.png(51_200)));

      var message = socket.next("message");

      assertThat(message.get("text").asText()).isEqualTo(text);
      assertThat(message.get("image").get("bytes").asInt()).isEqualTo(51_200);
    }
  }

  @Test
  void send_withRef_answeredAndDelivered() {
    try (var socket = server.readySocket(server.ana())) {
      socket.say("{\"type\":\"send\",\"ref\":\"r1\",\"to_id\":\"" + server.bo()
          + "\",\"message\":\"Hello\"}");

      var sent = socket.next("sent");

      assertThat(sent.get("ref").asText()).isEqualTo("r1");
      var received = server.talk().receive(server.bo());
      assertThat(received).singleElement().satisfies(message -> {
        assertThat(message.id().toString()).isEqualTo(sent.get("id").asText());
        assertThat(message.from()).isEqualTo(server.ana());
        assertThat(message.text()).isEqualTo("Hello");
      });
    }
  }

  @Test
  void send_withoutRef_refIsNull() {
    try (var socket = server.readySocket(server.ana())) {
      socket.say("{\"type\":\"send\",\"from_id\":\"" + server.ana() + "\",\"to_id\":\""
          + server.bo() + "\",\"message\":\"Hello\"}");

      assertThat(socket.next("sent").get("ref").isNull()).isTrue();
    }
  }

  @Test
  void send_inManyFragments_oneMessage() throws Exception {
    try (var socket = RawWebSocket.open(server.port(), "/ws/" + server.ana(), 0)) {
      var json = ("{\"type\":\"send\",\"to_id\":\"" + server.bo() + "\",\"message\":\"Grüße\"}")
          .getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < json.length; i++) {
        int first = (i == json.length - 1 ? 0x80 : 0) | (i == 0 ? RawWebSocket.TEXT : 0);
        socket.sendRaw(RawWebSocket.frame(first, new byte[] {json[i]}));
      }
      while (!socket.next(RawWebSocket.TEXT).text().contains("\"sent\"")) {
        continue;
      }

      assertThat(server.talk().receive(server.bo()).get(0).text()).isEqualTo("Grüße");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "{'type':'send','ref':'r','to_id':'%s'}                     | 422 | field_missing",
    "{'type':'send','ref':'r','to_id':'nobody','message':'x'}   | 404 | target_not_found",
    "{'type':'send','ref':'r','to_id':'%s','message':7}         | 422 | field_no_string",
    "{'type':'send','ref':'r','from_id':'%s','to_id':'%1$s','message':'x'}"
        + " | 403 | sender_not_allowed",
    "{'type':'ack','ref':'r'}                                   | 422 | field_missing",
    "{'type':'ack','ref':'r','ids':7}                           | 422 | field_no_strings",
    "{'type':'ack','ref':'r','ids':['?']}                       | 422 | message_id_invalid",
    "{'type':'read','ref':'r','ids':[]}                         | 422 | field_missing",
    "{'type':'dance','ref':'r'}                                 | 422 | frame_type_unknown",
    "{'ref':'r'}                                                | 422 | field_missing",
  })
  void frame_wrong_saidByRefAndSocketStaysOpen(String frame, int status, String code) {
    try (var socket = server.readySocket(server.ana())) {
      socket.say(frame.replace('\'', '"').formatted(server.bo()));

      var error = socket.next("error");

      assertThat(error.get("ref").asText()).isEqualTo("r");
      assertThat(error.get("status").asInt()).isEqualTo(status);
      assertThat(error.get("code").asText()).isEqualTo(code);
      assertThat(error.get("detail").asText()).isNotEmpty();
      socket.awaitObeyed();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "\"\"", "{\"type\":\"ack\",\"type\":\"ack\"}"})
  void frame_noJsonObject_saidWithoutRefAndSocketStaysOpen(String frame) {
    try (var socket = server.readySocket(server.ana())) {
      socket.say(frame);

      assertThat(socket.next("error").get("ref").isNull()).isTrue();
      socket.awaitObeyed();
    }
  }

  @Test
  void send_mailboxFull_said() {
    for (int i = 0; i < 5; i++) {
      server.send("m" + i);
    }
    try (var socket = server.readySocket(server.ana())) {
      socket.say("{\"type\":\"send\",\"to_id\":\"" + server.bo() + "\",\"message\":\"x\"}");

      var error = socket.next("error");

      assertThat(error.get("code").asText()).isEqualTo("mailbox_full");
      assertThat(error.get("detail").asText()).isEqualTo("User message queue full (max 5)");
    }
  }

  @Test
  void ack_deletes() {
    var id = server.send("Hello");
    try (var socket = server.socket(server.bo())) {
      socket.next("hello");
      socket.next("message");
      socket.next("caught_up");
      assertThat(server.talk().export(server.bo()).mailbox()).hasSize(1);

      socket.say("ack", id.toString());
      socket.awaitObeyed();

      assertThat(server.talk().export(server.bo()).mailbox()).isEmpty();
    }
  }

  @Test
  void ack_unknownOrTwice_noError() {
    var id = server.send("Hello");
    try (var socket = server.socket(server.bo())) {
      socket.next("hello");
      socket.next("message");
      socket.next("caught_up");

      socket.say("ack", id.toString(), MessageId.parse("0000000000000").toString());
      socket.say("ack", id.toString());

      socket.awaitObeyed();
    }
  }

  @Test
  void release_givesToOtherReceivers_notBackToTheSocket() {
    var id = server.send("Hello");
    try (var socket = server.socket(server.bo())) {
      socket.next("hello");
      socket.next("message");
      socket.next("caught_up");
      assertThat(server.talk().receive(server.bo())).isEmpty();

      socket.say("release", id.toString());
      socket.awaitObeyed();

      assertThat(socket.isQuiet()).isTrue();
      var received = server.talk().receive(server.bo());
      assertThat(received).singleElement()
          .satisfies(message -> assertThat(message.deliveryCount()).isEqualTo(2));
    }
  }

  @Test
  void read_toldToTheSender() {
    try (var sender = server.readySocket(server.ana());
        var reader = server.readySocket(server.bo())) {
      var id = server.send("Hello").toString();
      reader.next("message");
      reader.say("ack", id);
      var delivered = sender.next("receipt");

      reader.say("{\"type\":\"read\",\"from_id\":\"" + server.ana() + "\",\"ids\":[\"" + id
          + "\"]}");

      var read = sender.next("receipt");
      assertThat(List.of(delivered.get("id").asText(), read.get("id").asText()))
          .containsOnly(id);
      assertThat(delivered.get("state").asText()).isEqualTo("delivered");
      assertThat(read.get("state").asText()).isEqualTo("read");
      assertThat(read.get("to").asText()).isEqualTo(server.bo().toString());
      assertThat(read.get("read_at").asText()).endsWith("Z");
    }
  }

  @Test
  void binaryFrame_closedWith1003() {
    for (int length : new int[] {0, 1, 5, 100_000}) {
      try (var socket = server.readySocket(server.bo())) {
        socket.sayBinary(new byte[length]);

        assertThat(socket.closeCode()).as("%d bytes", length).isEqualTo(1003);
      }
    }
  }

  @Test
  void frame_asLongAsAMessageMayBe_read() {
    try (var socket = server.readySocket(server.ana())) {
      var frame = "{\"type\":\"dance\"}";
      int longest = SendEndpoint.maxBodyBytes(server.talk().limits());

      socket.say(" ".repeat(longest - frame.length()) + frame);

      assertThat(socket.next("error").get("code").asText()).isEqualTo("frame_type_unknown");
    }
  }

  @Test
  void frame_tooLong_closedWith1009_serverHealthy() throws Exception {
    int longest = SendEndpoint.maxBodyBytes(server.talk().limits());
    try (var socket = server.readySocket(server.ana());
        var announced = RawWebSocket.open(server.port(), "/ws/" + server.ana(), 0)) {
      socket.say(" ".repeat(longest + 1));
      announced.sendRaw(RawWebSocket.head(0x81, Integer.MAX_VALUE));
      announced.sendRaw(new byte[longest + 1]);

      assertThat(socket.closeCode()).isEqualTo(1009);
      assertThat(announced.next(RawWebSocket.CLOSE).closeCode()).isEqualTo(1009);
    }
    try (var socket = server.readySocket(server.ana())) {
      socket.awaitObeyed();
    }
  }

  @Test
  void frame_inEndlessFragments_closedWith1009() throws Exception {
    int longest = SendEndpoint.maxBodyBytes(server.talk().limits());
    try (var socket = RawWebSocket.open(server.port(), "/ws/" + server.ana(), 0)) {
      socket.sendRaw(RawWebSocket.frame(RawWebSocket.TEXT, new byte[1]));
      for (int sent = 0; sent < longest; sent += 10_000) {
        socket.sendRaw(RawWebSocket.frame(0, new byte[10_000]));
      }

      assertThat(socket.next(RawWebSocket.CLOSE).closeCode()).isEqualTo(1009);
    }
  }

  @ParameterizedTest
  @CsvSource({"81 81 00 00 00 00 ff, 1007", "83 80 00 00 00 00, 1002", "81 01 20, 1002"})
  void frame_againstTheProtocol_closed(String hex, int code) throws Exception {
    try (var socket = RawWebSocket.open(server.port(), "/ws/" + server.ana(), 0)) {
      socket.sendRaw(HexFormat.ofDelimiter(" ").parseHex(hex));

      assertThat(socket.next(RawWebSocket.CLOSE).closeCode()).isEqualTo(code);
    }
    Eventually.that("offline", () -> !server.isOnline(server.ana()));
  }

  @Test
  void ping_answered() throws Exception {
    try (var socket = RawWebSocket.open(server.port(), "/ws/" + server.ana(), 0)) {
      socket.send(RawWebSocket.PING, new byte[] {7, 8, 9});

      assertThat(socket.next(RawWebSocket.PONG).payload()).containsExactly(7, 8, 9);
    }
  }

  @Test
  void close_answered() throws Exception {
    try (var socket = RawWebSocket.open(server.port(), "/ws/" + server.ana(), 0)) {
      socket.send(RawWebSocket.CLOSE, new byte[] {0x03, (byte) 0xe8});

      assertThat(socket.next(RawWebSocket.CLOSE).closeCode()).isEqualTo(1000);
      assertThat(socket.connection().isAtEnd()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Origin: http://127.0.0.1:%d\r\n"})
  void origin_absentOrOwn_upgraded(String header) throws Exception {
    assertThat(upgrade("/ws/" + server.ana(), header.formatted(server.port())).status())
        .isEqualTo(101);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "http://evil.example", "null", "https://127.0.0.1:%d", "http://127.0.0.1", "http://127.0.0.1:1",
    "http://127.0.0.1:%d.evil.example", ""})
  void origin_other_refused(String origin) throws Exception {
    var response =
        upgrade("/ws/" + server.ana(), "Origin: " + origin.formatted(server.port()) + "\r\n");

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.text()).contains("\"origin_refused\"");
    assertThat(server.isOnline(server.ana())).isFalse();
  }

  @Test
  void unknownUser_404() throws Exception {
    assertThat(upgrade("/ws/nobody", "").status()).isEqualTo(404);
    assertThat(upgrade("/ws/00000000-0000-4000-8000-000000000000", "").text())
        .contains("\"user_not_found\"");
  }

  @Test
  void presence_ofTooMany_422() throws Exception {
    var ids = new StringBuilder();
    for (int i = 0; i <= LiveSession.MAX_WATCHED_USERS; i++) {
      ids.append("00000000-0000-4000-8000-").append(String.format("%012d,", i));
    }
    ids.setLength(ids.length() - 1);

    assertThat(upgrade("/ws/" + server.ana() + "?presence=" + ids, "").status()).isEqualTo(422);
    assertThat(upgrade("/ws/" + server.ana() + "?presence=x", "").status()).isEqualTo(404);
  }

  @Test
  void noUpgrade_426() {
    var reply = server.caller().get("/ws/" + server.ana());

    assertThat(reply.status()).isEqualTo(426);
    assertThat(reply.header("Upgrade")).isEqualTo("websocket");
    assertThat(reply.json().get("code").asText()).isEqualTo("upgrade_required");
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "Upgrade: websocket\r\nConnection: Upgrade\r\n",
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 99\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"})
  void upgrade_incomplete_426(String headers) throws Exception {
    var response = RawConnection.ask(server.port(), ("GET /ws/" + server.ana()
        + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
        .getBytes(StandardCharsets.US_ASCII));

    assertThat(response.status()).isEqualTo(426);
    assertThat(response.headers()).containsEntry("sec-websocket-version", "13");
    assertThat(response.text()).contains("\"upgrade_required\"");
  }

  private RawConnection.Response upgrade(String path, String headers) throws Exception {
    return RawConnection.ask(
        server.port(), RawWebSocket.handshake(server.port(), path, headers));
  }
}
