package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.MessageId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Server-sent events: format, resumption and acknowledgement. */
final class StreamTest {
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
  void open_headForBrowsersAndProxies() throws Exception {
    try (var stream = server.stream(server.bo(), "")) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.header("content-type")).isEqualTo("text/event-stream");
      assertThat(stream.header("cache-control")).isEqualTo("no-store");
      assertThat(stream.header("x-accel-buffering")).isEqualTo("no");
      assertThat(stream.line()).isEqualTo("retry: 2000");
    }
  }

  @Test
  void events_writtenLineByLine() throws Exception {
    server.send("Hello\nthere");
    try (var stream = server.stream(server.bo(), "")) {
      stream.next("hello");

      assertThat(stream.line()).isEqualTo("id: " + server.talk().operations().epoch() + "-1");
      assertThat(stream.line()).isEqualTo("event: message");
      assertThat(stream.line()).startsWith("data: {\"type\":\"message\",")
          .contains("\"text\":\"Hello\\nthere\"").endsWith("}");
      assertThat(stream.line()).isEmpty();
      assertThat(stream.line()).isEqualTo("event: caught_up");
    }
  }

  @Test
  void payloads_sameBytesAsOnTheSocket() throws Exception {
    server.send("Grüße 🙂");
    var query = "?presence=" + server.ana();
    try (var socket = LiveSocket.open(server.port(), "/ws/" + server.bo() + query);
        var stream = server.stream(server.bo(), query)) {
      for (var type : List.of("hello", "presence", "message", "caught_up")) {
        var event = stream.next(type);

        assertThat(event.data()).isEqualTo(socket.nextText()).contains("\"" + type + "\"");
      }
      var id = server.talk().send(server.bo(), server.ana(), "Back");
      server.talk().receive(server.ana());
      assertThat(stream.next("receipt").data()).isEqualTo(socket.nextText())
          .contains(id.toString());
      server.talk().delete(server.bo());
      assertThat(stream.next("bye").data()).isEqualTo(socket.nextText());
    }
  }

  @Test
  void ack_overPost_deletes() throws Exception {
    var id = server.send("Hello");
    try (var stream = server.stream(server.bo(), "")) {
      var lease = stream.next("hello").json().get("lease").asText();
      stream.next("message");
      stream.next("caught_up");

      var reply = server.caller().postJson("/receive/" + server.bo() + "/ack",
          "{\"lease\":\"" + lease + "\",\"ids\":[\"" + id + "\"]}");

      assertThat(reply.body()).isEqualTo("{\"acknowledged\":1,\"gone\":0,\"stale\":0}");
      assertThat(server.talk().export(server.bo()).mailbox()).isEmpty();
    }
  }

  @Test
  void ackAuto_deletesWhatWasWritten() throws Exception {
    server.send("1");
    try (var stream = server.stream(server.bo(), "?ack=auto")) {
      stream.next("hello");
      stream.next("message");
      stream.next("caught_up");
      server.send("2");
      stream.next("message");

      Eventually.that("deleted", () -> server.talk().export(server.bo()).mailbox().isEmpty());
    }
  }

  @Test
  void ack_other_422() {
    var reply = server.caller().get("/stream/" + server.bo() + "?ack=never");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().get("code").asText()).isEqualTo("query_invalid");
  }

  @Test
  void unknownUser_404() {
    assertThat(server.caller().get("/stream/nobody").status()).isEqualTo(404);
  }

  @Test
  void lastEventId_sameEpoch_givesAgainWhatWasNotAcknowledged() throws Exception {
    var first = server.send("1");
    server.send("2");
    String last;
    try (var stream = server.stream(server.bo(), "")) {
      stream.next("hello");
      stream.next("message");
      last = stream.next("message").id();
      acknowledge(first);
    }
    awaitOffline();
    server.send("3");

    try (var stream = server.stream(server.bo(), "", "Last-Event-ID: " + last)) {
      stream.next("hello");

      var again = stream.next("message").json();
      assertThat(again.get("text").asText()).isEqualTo("2");
      assertThat(again.get("delivery_count").asInt()).isEqualTo(2);
      assertThat(stream.texts(1)).containsExactly("3");
      stream.next("caught_up");
    }
  }

  @Test
  void lastEventId_sameEpochAndAckAuto_goesOnBehindIt() throws Exception {
    server.send("1");
    String last;
    try (var stream = server.stream(server.bo(), "?ack=auto")) {
      stream.next("hello");
      last = stream.next("message").id();
      stream.next("caught_up");
    }
    awaitOffline();
    server.send("2");

    try (var stream = server.stream(server.bo(), "?ack=auto", "Last-Event-ID: " + last)) {
      stream.next("hello");

      assertThat(stream.texts(1)).containsExactly("2");
      stream.next("caught_up");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789abcdef-7", "7", "%s-", "%s-x", "%s--5", "x"})
  void lastEventId_ofAnotherEpochOrNone_saysGap(String last) throws Exception {
    server.send("1");
    var id = last.formatted(server.talk().operations().epoch());
    try (var stream = server.stream(server.bo(), "?ack=auto", "Last-Event-ID: " + id)) {
      stream.next("hello");

      assertThat(stream.next("gap").data())
          .isEqualTo("{\"type\":\"gap\",\"after\":\"" + id + "\"}");
      assertThat(stream.texts(1)).containsExactly("1");
    }
  }

  @Test
  void userLeaves_byeAndEnd() throws Exception {
    try (var stream = server.stream(server.bo(), "")) {
      stream.next("hello");
      stream.next("caught_up");

      server.talk().delete(server.bo());

      assertThat(stream.next("bye").json().get("reason").asText()).isEqualTo("user_not_found");
      assertThat(stream.isAtEnd()).isTrue();
    }
  }

  @Test
  void head_wellFormed() throws Exception {
    for (int i = 0; i < 4; i++) {
      server.send("x".repeat(4_000));
    }
    try (var stream = server.stream(server.bo(), "")) {
      stream.next("hello");

      assertThat(stream.texts(4)).containsOnly("x".repeat(4_000));
    }
  }

  private void acknowledge(MessageId id) {
    server.talk().acknowledge(server.bo(), "live", List.of(id));
  }

  private void awaitOffline() throws Exception {
    Eventually.that("offline", () -> !server.isOnline(server.bo()));
  }
}
