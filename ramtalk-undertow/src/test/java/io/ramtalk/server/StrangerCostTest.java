package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.UsedHeap;
import io.ramtalk.server.internal.people.SignUpEndpoint;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory cost of an anonymous request: no more than the limits of a head and a body. */
@Tag("long")
final class StrangerCostTest {
  private static final int STRANGERS = 100;
  private static final int ABORTED = 2_000;
  private static final int HEADER_BYTES = ConnectionLimit.HEADER_BYTES.defaultValue();

  /** Memory of a connection at both ends; a small heap allows one connection per 64 KiB. */
  private static final int BYTES_PER_CONNECTION = 64 << 10;

  /** The kernel alone buffers some megabytes of unread data. */
  private static final long MANY_BYTES = 64 << 20;
  private static final String HEAD = "POST /signup HTTP/1.1\r\nHost: localhost\r\n"
      + "Content-Type: application/json\r\nX-Padding: " + "p".repeat(HEADER_BYTES - 200) + "\r\n";

  private static final List<String> PATHS = List.of("/signup", "/send", "/nowhere");

  private final List<Socket> sockets = new ArrayList<>();
  private TestServer server;

  /** Starts a server whose timeouts never end an unfinished request during a test. */
  @BeforeEach
  void start() {
    server = new TestServer(limits -> limits, settings -> settings
        .timeout(ConnectionTimeout.HEAD, Duration.ofMinutes(5))
        .timeout(ConnectionTimeout.BODY, Duration.ofHours(1))
        .timeout(ConnectionTimeout.SLOW_BODY, Duration.ofHours(1)));
  }

  @AfterEach
  void stop() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
    server.close();
  }

  @Test
  void unfinishedBody_costsAHeadAndABody() throws Exception {
    int bound = SignUpEndpoint.maxBodyBytes(server.talk().limits());
    var request = HEAD + "Content-Length: " + bound + "\r\n\r\n" + " ".repeat(bound - 1);
    server.caller().get("/livez");
    long used = server.budget().used();
    long heap = UsedHeap.bytes();

    connect(request);

    Eventually.that("all bodies are counted",
        () -> server.budget().used() - used >= (long) STRANGERS * (bound - 1));
    assertThat(UsedHeap.bytes() - heap)
        .isLessThan((long) STRANGERS * (HEADER_BYTES + bound + BYTES_PER_CONNECTION));
    assertThat(server.budget().used() - used)
        .isLessThanOrEqualTo((long) STRANGERS * bound);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Transfer-Encoding: chunked\r\n\r\n2;",
      "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX: ",
      "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX"})
  void unfinishedFraming_costsAHead(String beginning) throws Exception {
    server.caller().get("/livez");
    long heap = UsedHeap.bytes();

    connect(HEAD + beginning + "x".repeat(beginning.isEmpty() ? 0 : HEADER_BYTES - 50));

    awaitRead();
    assertThat(UsedHeap.bytes() - heap)
        .isLessThan((long) STRANGERS * (2 * HEADER_BYTES + BYTES_PER_CONNECTION));
  }

  /** A timer that outlives its request would keep the request, its headers and its connection. */
  @Test
  void abortedRequests_leaveNothing() throws Exception {
    server.caller().get("/livez");
    long used = server.budget().used();
    long heap = UsedHeap.bytes();

    for (int i = 0; i < ABORTED; i++) {
      try (var socket = BytesWithoutEnd.connect(server.port())) {
        var length = i % 2 == 0 ? "Content-Length: 1000" : "Transfer-Encoding: chunked";
        var head = HEAD.replace("/signup", PATHS.get(i % PATHS.size())) + length + "\r\n\r\n";
        socket.getOutputStream().write((head + "10\r\n").getBytes());
      }
    }

    awaitRead();
    Eventually.that("all are gone",
        () -> server.server().httpConnections() <= 1 && server.budget().used() == used);
    assertThat(UsedHeap.bytes() - heap).isLessThan((long) ABORTED * HEADER_BYTES / 4);
  }

  @ParameterizedTest
  @EnumSource(names = {"CHUNK.*", "TRAILER.*"}, mode = EnumSource.Mode.MATCH_ANY)
  void framingWithoutEnd_connectionClosedSoon(BytesWithoutEnd place) throws Exception {
    for (var path : List.of("/nowhere", "/signup", "/send")) {
      var sent = new AtomicLong();
      try (var socket = BytesWithoutEnd.connect(server.port())) {
        place.flood(socket, place.request("POST", path, ""),
            () -> sent.get() < 2 * MANY_BYTES, sent::addAndGet);
      }

      assertThat(sent.get()).isLessThan(MANY_BYTES);
    }
  }

  private void connect(String request) throws IOException {
    for (int i = 0; i < STRANGERS; i++) {
      var socket = BytesWithoutEnd.connect(server.port());
      sockets.add(socket);
      socket.getOutputStream().write(request.getBytes());
    }
  }

  /** Waits until each I/O thread has read the earlier bytes, by sending later requests. */
  private void awaitRead() throws IOException {
    for (int i = 0; i < STRANGERS; i++) {
      RawConnection.ask(server.port(), TestServer.get("/livez").getBytes());
    }
  }
}
