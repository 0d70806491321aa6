package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.live.Heartbeat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pings, comments and silent clients. */
final class HeartbeatTest {
  private static final Duration BEAT = Duration.ofMillis(200);

  /* A live client has two of these intervals to respond. */
  private static final Duration SLOW_BEAT = Duration.ofSeconds(1);
  private static final int MORE_THAN_SILENCE = 4;

  private final RamTalk talk = RamTalk.create();
  private final UserId ana = talk.signUp("01711111111").user().id();
  private RamTalkServer server;

  private void start(Duration beat) throws Exception {
    server = RamTalkServer.builder().messenger(talk).port(0)
        .heartbeat(new Heartbeat(beat, beat))
        .timeout(ConnectionTimeout.BODY, Duration.ofHours(1))
        .timeout(ConnectionTimeout.SLOW_BODY, Duration.ofHours(1)).build().start();
  }

  @AfterEach
  void stop() {
    server.close();
    talk.close();
  }

  private RawWebSocket socket() throws Exception {
    return RawWebSocket.open(server.port(), "/ws/" + ana, 0);
  }

  @Test
  void socket_answeringPings_staysOpen() throws Exception {
    start(SLOW_BEAT);
    try (var socket = socket()) {
      for (int ping = 0; ping < MORE_THAN_SILENCE; ping++) {
        socket.send(RawWebSocket.PONG, socket.next(RawWebSocket.PING).payload());
      }

      assertThat(talk.presence(ana).online()).isTrue();
      talk.send(ana, ana, "Hello");
      assertThat(socket.next(RawWebSocket.TEXT).text()).contains("Hello");
    }
  }

  @Test
  void socket_ofTheJdk_staysOpen() throws Exception {
    start(SLOW_BEAT);
    try (var socket = LiveSocket.open(server.port(), "/ws/" + ana); var clock = socket()) {
      for (int ping = 0; ping < MORE_THAN_SILENCE; ping++) {
        clock.send(RawWebSocket.PONG, clock.next(RawWebSocket.PING).payload());
      }

      talk.send(ana, ana, "Hello");
      socket.next("hello");
      socket.next("caught_up");
      assertThat(socket.next("message").get("text").asText()).isEqualTo("Hello");
    }
  }

  @Test
  void socket_thatReadsButAnswersNoPing_closedMessagesBack() throws Exception {
    start(BEAT);
    talk.send(ana, ana, "Hello");
    try (var socket = socket()) {
      assertThat(socket.next(RawWebSocket.PING).payload()).isEmpty();

      assertThat(socket.connection().rest()).doesNotContain("bye");

      Eventually.that("offline", () -> !talk.presence(ana).online());
      assertThat(server.liveConnections()).isZero();
      assertThat(talk.receive(ana)).hasSize(1);
    }
  }

  @Test
  void socket_thatIsSentMuchAndSaysNothing_closedAllTheSame() throws Exception {
    start(BEAT);
    talk.send(ana, ana, "Hello");
    try (var socket = socket()) {
      socket.next(RawWebSocket.TEXT);
      Eventually.that("offline", () -> {
        if (talk.acknowledge(ana, "live").acknowledged() > 0) {
          talk.send(ana, ana, "Hello");
        }
        return !talk.presence(ana).online();
      });

      assertThat(socket.connection().rest()).contains("Hello");
    }
  }

  @Test
  void socket_inTheMiddleOfALongFrame_staysOpen() throws Exception {
    start(SLOW_BEAT);
    var text = "{\"type\":\"send\",\"to_id\":\"" + ana + "\",\"message\":\"Hello\"}";
    var frame = RawWebSocket.frame(0x80 | RawWebSocket.TEXT, text.getBytes(StandardCharsets.UTF_8));
    try (var socket = socket()) {
      for (int i = 0; i < frame.length; i++) {
        socket.sendRaw(new byte[] {frame[i]});
        if (i % 25 == 0) {
          socket.next(RawWebSocket.PING);
        }
      }

      var response = socket.next(RawWebSocket.TEXT);
      while (!response.text().contains("\"sent\"")) {
        response = socket.next(RawWebSocket.TEXT);
      }
      assertThat(talk.presence(ana).online()).isTrue();
    }
  }

  @Test
  void stream_withNothingToSay_saysComments() throws Exception {
    start(BEAT);
    try (var stream = EventStream.open(server.port(), "/stream/" + ana)) {
      stream.next("hello");
      stream.next("caught_up");

      for (int comment = 0; comment < 3; comment++) {
        assertThat(stream.line()).isEqualTo(":");
        assertThat(stream.line()).isEmpty();
      }
      talk.send(ana, ana, "Hello");
      assertThat(stream.next("message").text()).isEqualTo("Hello");
    }
  }
}
