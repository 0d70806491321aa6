package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.UsedHeap;
import io.ramtalk.server.internal.live.Heartbeat;
import io.ramtalk.server.internal.live.LiveSession;
import io.ramtalk.server.internal.live.WebSocketTransport;
import io.ramtalk.server.internal.mail.SendEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket bytes from hostile clients: endless messages and malformed frames. */
final class MessageReaderTest {
  private static final int PART_BYTES = 90_000;
  private static final int BUDGET_BYTES = 1 << 20;
  private static final int SOCKETS = 30;
  private static final Duration PATIENT = Duration.ofHours(1);
  private static final int FLOODS = 4;
  private static final int FLOOD_PINGS = 40_000;
  private static final int RECEIVE_BYTES = 64 << 10;
  private static final int SLOW_BYTES = 1 << 10;

  private TestServer server;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void partialMessages_countedUntilTheirSocketsClose() throws Exception {
    start(settings -> settings);
    long before = server.budget().used();
    var sockets = new ArrayList<RawWebSocket>();
    for (int i = 0; i < 3; i++) {
      sockets.add(withPart(i % 2 == 0 ? server.ana() : server.bo()));
    }

    Eventually.that("all are counted",
        () -> server.budget().used() > before + 3 * PART_BYTES);

    sockets.get(0).abort();
    sockets.get(1).close();
    sockets.get(2).sendRaw(RawWebSocket.frame(0x80, new byte[10]));
    sockets.get(2).next(RawWebSocket.TEXT);
    Eventually.that("only what the socket is told is counted",
        () -> server.budget().used() < before + PART_BYTES);
    sockets.get(2).close();
    Eventually.that("nothing is counted", () -> server.budget().used() == before);
  }

  @Test
  void partialMessages_overTheBudget_closedWith1013() throws Exception {
    server = new TestServer(limits -> limits.budgetBytes(BUDGET_BYTES).mailboxCapacity(5),
        settings -> settings.limit(ConnectionLimit.LIVE_CONNECTIONS_PER_USER, SOCKETS)
            .timeout(ConnectionTimeout.BODY, PATIENT)
            .timeout(ConnectionTimeout.SLOW_BODY, PATIENT));
    long before = server.budget().used();
    int fitting = BUDGET_BYTES / SendEndpoint.maxBodyBytes(server.talk().limits());
    var sockets = new ArrayList<RawWebSocket>();
    for (int i = 0; i < fitting; i++) {
      long used = server.budget().used();
      sockets.add(withPart(server.ana()));
      Eventually.that("it is counted", () -> server.budget().used() > used + PART_BYTES);
    }

    for (int i = fitting; i < SOCKETS; i++) {
      var socket = withPart(server.ana());
      sockets.add(socket);

      assertThat(socket.next(RawWebSocket.CLOSE).closeCode())
          .isEqualTo(LiveSession.TRY_AGAIN_LATER);
    }

    assertThat(server.budget().used()).isLessThanOrEqualTo(BUDGET_BYTES);
    assertThat(server.caller().get("/livez").status()).isEqualTo(200);
    for (var socket : sockets) {
      socket.close();
    }
    Eventually.that("nothing is counted", () -> server.budget().used() == before);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 500})
  void message_endless_closedInTheTimeOfABody(int fragmentBytes) throws Exception {
    start(settings -> settings.timeout(ConnectionTimeout.BODY, Duration.ofMillis(700))
        .timeout(ConnectionTimeout.SLOW_BODY, Duration.ofMillis(500)));
    try (var socket = open(server.ana())) {
      socket.sendRaw(RawWebSocket.frame(RawWebSocket.TEXT, new byte[1]));
      var fragment = new String(
          RawWebSocket.frame(0, new byte[fragmentBytes]), "ISO-8859-1");
      var pong = new String(RawWebSocket.frame(0x80 | RawWebSocket.PONG, new byte[1]),
          "ISO-8859-1");
      try (var drips = new Drips(socket.connection(), pong, fragment + pong)) {
        var close = socket.next(RawWebSocket.CLOSE);

        assertThat(close.closeCode()).isEqualTo(WebSocketTransport.POLICY_VIOLATION);
        assertThat(close.text()).endsWith("body_timeout");
        assertThat(drips.count()).isPositive();
      }
    }
  }

  @Test
  void message_unfinishedBeforeTheLogin_closed() throws Exception {
    try (var otp = new OtpServer(settings -> settings
        .timeout(ConnectionTimeout.SLOW_BODY, Duration.ofMillis(500)))) {
      server = new TestServer();
      var person = otp.logIn("01733333333");
      try (var socket = RawWebSocket.open(otp.port(), "/ws/" + person.id(), 0)) {
        socket.sendRaw(RawWebSocket.frame(RawWebSocket.TEXT, new byte[100]));

        assertThat(socket.next(RawWebSocket.CLOSE).text()).endsWith("body_timeout");
      }
    }
  }

  @Test
  void messages_inManyPieces_obeyed() throws Exception {
    start(settings -> settings);
    var text = "{\"type\":\"send\",\"to_id\":\"" + server.bo() + "\",\"message\":\"Grüße 🙂 "
        + "x".repeat(3_000) + "\"}";
    try (var socket = open(server.ana())) {
      for (int piece : List.of(1, 7, 1_000, 5_000)) {
        sendInFragments(socket, text.getBytes("UTF-8"), piece);

        var response = socket.next(RawWebSocket.TEXT);
        while (!response.text().contains("\"sent\"")) {
          response = socket.next(RawWebSocket.TEXT);
        }
      }
    }
    assertThat(server.talk().peek(server.boId(), 9)).hasSize(4).allSatisfy(
        message -> assertThat(message.text()).startsWith("Grüße 🙂 x").hasSize(3_009));
  }

  @ParameterizedTest
  @CsvSource({
    "81 fe 00 05 00 00 00 00 7b 7d 20 20 20, a length of 5 in two bytes",
    "81 ff 00 00 00 00 00 00 00 05 00 00 00 00 7b 7d 20 20 20, a length of 5 in eight",
    "81 ff 00 00 00 00 00 00 ff ff 00 00 00 00 7b, a length of 65535 in eight",
    "81 ff 80 00 00 00 00 00 00 05 00 00 00 00 7b, a length with the first bit set",
    "89 fe 00 05 00 00 00 00 01 02 03 04 05, a ping with a long length",
    "89 00, a ping without a mask",
    "8a 01 07, a pong without a mask",
    "88 00, a close without a mask",
    "88 81 00 00 00 00 03, a close with half a code",
    "09 80 00 00 00 00, a ping in fragments",
    "00 80 00 00 00 00, a continuation of nothing",
    "01 80 00 00 00 00 81 80 00 00 00 00, a message within a message",
    "c1 80 00 00 00 00, a reserved bit",
    "8b 80 00 00 00 00, a reserved opcode"})
  void frame_againstTheProtocol_closedWith1002(String hex, String why) throws Exception {
    start(settings -> settings);
    for (boolean isCut : List.of(false, true)) {
      try (var socket = open(server.ana())) {
        var bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        if (isCut) {
          for (byte b : bytes) {
            sendIfOpen(socket, b);
          }
        } else {
          socket.sendRaw(bytes);
        }

        assertThat(socket.next(RawWebSocket.CLOSE).closeCode()).as(why).isEqualTo(1002);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {126, 127, 65_535, 65_536})
  void frame_withTheShortestLength_obeyed(int length) throws Exception {
    start(settings -> settings);
    var ack = "{\"type\":\"ack\",\"ids\":[]}";
    try (var socket = open(server.ana())) {
      socket.say(ack + " ".repeat(length - ack.length()));
      socket.say("{\"type\":\"x\",\"ref\":\"later\"}");

      var response = socket.next(RawWebSocket.TEXT);
      while (!response.text().contains("\"error\"")) {
        response = socket.next(RawWebSocket.TEXT);
      }
      assertThat(response.text()).contains("\"later\"");
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, 1000", "1001, 1001", "1002, 1002", "1003, 1003", "1007, 1007", "1011, 1011",
      "1012, 1012", "1013, 1013", "1014, 1014", "3000, 3000", "4999, 4999",
      "0, 1002", "999, 1002", "1004, 1002", "1005, 1002", "1006, 1002", "1015, 1002",
      "1016, 1002", "2999, 1002", "5000, 1002", "65535, 1002"})
  void close_withACode_answeredByItOr1002(int code, int response) throws Exception {
    start(settings -> settings);
    for (boolean isCut : List.of(false, true)) {
      try (var socket = open(server.ana())) {
        var payload = ByteBuffer.allocate(5).putShort((short) code).put(new byte[] {'b', 'y', 'e'});
        var head = RawWebSocket.head(0x80 | RawWebSocket.CLOSE, 5);
        head[4] = 5; // the mask: 00 00 05 00
        payload.array()[2] ^= 5;
        socket.sendRaw(head);
        if (isCut) {
          socket.sendRaw(new byte[] {payload.array()[0]});
          socket.sendRaw(ByteBuffer.allocate(4).put(payload.array(), 1, 4).array());
        } else {
          socket.sendRaw(payload.array());
        }

        assertThat(socket.next(RawWebSocket.CLOSE).closeCode()).isEqualTo(response);
        assertThat(socket.connection().rest()).isEmpty();
      }
    }
  }

  @Test
  void close_withAReasonThatIsNotUtf8_closedWith1007() throws Exception {
    start(settings -> settings);
    try (var socket = open(server.ana())) {
      socket.send(RawWebSocket.CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xff});

      assertThat(socket.next(RawWebSocket.CLOSE).closeCode()).isEqualTo(1007);
    }
  }

  @Test
  void close_withoutACode_answered() throws Exception {
    start(settings -> settings);
    try (var socket = open(server.ana())) {
      socket.send(RawWebSocket.CLOSE, new byte[0]);

      assertThat(socket.next(RawWebSocket.CLOSE).closeCode()).isEqualTo(1000);
      assertThat(socket.connection().rest()).isEmpty();
    }
  }

  @Test
  void pingsOfSlowClients_costAPongEach() throws Exception {
    start(settings -> settings.heartbeat(new Heartbeat(PATIENT, PATIENT))
        .timeout(ConnectionTimeout.WRITE, PATIENT).timeout(ConnectionTimeout.IDLE, PATIENT)
        .timeout(ConnectionTimeout.BODY, PATIENT).timeout(ConnectionTimeout.SLOW_BODY, PATIENT));
    var sockets = new ArrayList<RawWebSocket>();
    sockets.add(flooded()); // the first round loads the classes
    long before = UsedHeap.bytes() + directBytes();

    for (int i = 0; i < FLOODS; i++) {
      sockets.add(flooded());
    }

    assertThat(UsedHeap.bytes() + directBytes() - before).isLessThan(FLOODS * (512 << 10));
    for (var socket : sockets) {
      socket.abort();
    }
  }

  /** Opens a socket, sends many pings, and waits until all are processed. */
  private RawWebSocket flooded() throws IOException {
    long used = server.budget().used();
    var socket = RawWebSocket.open(server.port(), "/ws/" + server.ana(), RECEIVE_BYTES);
    var sending = CompletableFuture.runAsync(() -> sendPings(socket));
    Eventually.that("the message after the pings is counted", () -> {
      /* The client reads slowly. If it did not read at all, the kernel would drop packets, and
       * retransmit them ever more rarely. */
      socket.connection().takeArrived(SLOW_BYTES);
      return server.budget().used() > used + PART_BYTES;
    });
    Eventually.get(sending);
    return socket;
  }

  private static void sendPings(RawWebSocket socket) {
    var ping = RawWebSocket.frame(0x80 | RawWebSocket.PING, new byte[125]);
    var pings = ByteBuffer.allocate(FLOOD_PINGS * ping.length);
    while (pings.hasRemaining()) {
      pings.put(ping);
    }
    try {
      socket.sendRaw(pings.array());
      socket.sendRaw(RawWebSocket.frame(RawWebSocket.TEXT, new byte[PART_BYTES]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct")).findAny().orElseThrow().getMemoryUsed();
  }

  private void start(UnaryOperator<RamTalkServerBuilder> settings) {
    server = new TestServer(limits -> limits, settings);
  }

  private RawWebSocket open(String user) throws IOException {
    return RawWebSocket.open(server.port(), "/ws/" + user, 0);
  }

  private RawWebSocket withPart(String user) throws IOException {
    var socket = open(user);
    socket.sendRaw(RawWebSocket.frame(RawWebSocket.TEXT, new byte[PART_BYTES]));
    return socket;
  }

  private static void sendInFragments(RawWebSocket socket, byte[] text, int piece)
      throws IOException {
    for (int start = 0; start < text.length; start += piece) {
      int end = Math.min(text.length, start + piece);
      int first = (start == 0 ? RawWebSocket.TEXT : 0) | (end == text.length ? 0x80 : 0);
      socket.sendRaw(RawWebSocket.frame(first, Arrays.copyOfRange(text, start, end)));
    }
  }

  private static void sendIfOpen(RawWebSocket socket, byte b) throws IOException {
    try {
      socket.sendRaw(new byte[] {b});
    } catch (SocketException closed) {
      assertThat(closed).isNotNull(); // an earlier byte was already wrong
    }
  }
}
