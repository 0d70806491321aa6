package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server exits promptly when stopped, long before the timeouts of its clients end.
 * {@code -Dramtalk.shutdown.sockets=1000} sets the number of sockets.
 */
final class ShutdownTest {
  private static final int BUILD_SOCKETS = 100;
  private static final List<String> PATIENT = List.of("--port", "0", "--body-timeout", "1h",
      "--slow-body-timeout", "1h", "--write-timeout", "1h", "--keep-alive-timeout", "1h",
      "--head-timeout", "5m", "--idle-timeout", "1h");
  private static final int SOCKETS =
      Integer.getInteger("ramtalk.shutdown.sockets", BUILD_SOCKETS);
  private static final int STREAMS = 10;
  private static final int POLLS = SOCKETS / 2;
  private static final int STALLED_BODIES = SOCKETS / 10;
  private static final List<String> LOGGING =
      List.of("sh", "-c", "exec \"$@\" 2>log", "ramtalk-server");

  @Test
  @Tag("scaled")
  void sigterm_everyoneIsTold_gone(@TempDir Path directory) throws Exception {
    try (var process = ServerProcess.start(
        directory, LOGGING, List.of("-Xmx128m"), PATIENT.toArray(String[]::new))) {
      int port = process.uri().getPort();
      var caller = new Caller(process.uri());
      var ana = caller.signUp("01711111111");
      var mute = mute(port, ana);
      caller.send(ana, ana, "pushed, not acknowledged");
      var sockets = sockets(caller, port);
      var streams = streams(caller, port);
      var polls = polls(caller, port);
      var bodies = stalledBodies(port);
      long start = System.nanoTime();

      int exit = process.terminate();

      var took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(exit).isEqualTo(143);
      assertThat(process.line()).isEqualTo("RAMTalk stopped; " + (1 + SOCKETS + STREAMS + POLLS)
          + " users and 1 undelivered message are lost.");
      assertTold(sockets, streams, polls, bodies);
      mute.close();
      assertThat(directory.resolve("log")).isEmptyFile();
      if (SOCKETS > BUILD_SOCKETS) {
        System.out.printf("ShutdownTest: %d sockets, %d streams, %d polls, %d bodies; gone in"
            + " %d ms%n", 1 + SOCKETS, STREAMS, POLLS, STALLED_BODIES, took.toMillis());
      }
    }
  }

  @Test
  void close_givenMessenger_leasesAreBackAndNobodyIsOnline() throws Exception {
    try (var server = LiveServer.start();
        var mute = RawWebSocket.open(server.port(), "/ws/" + server.bo(), 4 << 10);
        var stream = server.stream(server.bo(), "")) {
      stream.next("hello");
      stream.next("caught_up");
      server.send("Hello");
      stream.next("message");
      mute.connection().endOutput();

      server.server().close();

      assertThat(server.isOnline(server.bo())).isFalse();
      assertThat(server.talk().receive(server.bo())).singleElement()
          .satisfies(message -> assertThat(message.deliveryCount()).isEqualTo(2));
    }
  }

  private static void assertTold(List<LiveSocket> sockets, List<EventStream> streams,
      List<RawConnection> polls, List<RawConnection> bodies) throws Exception {
    for (var socket : sockets) {
      assertThat(socket.next("bye").get("reason").asText()).isEqualTo("shutdown");
      assertThat(socket.closeCode()).isEqualTo(1001);
    }
    for (var stream : streams) {
      assertThat(stream.next("bye").json().get("reason").asText()).isEqualTo("shutdown");
      assertThat(stream.isAtEnd()).isTrue();
      stream.close();
    }
    for (var poll : polls) {
      assertThat(poll.response().text()).isEqualTo("{\"messages\":[]}");
      poll.close();
    }
    for (var body : bodies) {
      assertThat(body.rest()).doesNotContain("HTTP/1.1 2");
      body.close();
    }
  }

  /** Opens a socket that neither reads nor responds. */
  private static RawWebSocket mute(int port, String user) throws Exception {
    return RawWebSocket.open(port, "/ws/" + user, 4 << 10);
  }

  private static List<LiveSocket> sockets(Caller caller, int port) {
    var sockets = new ArrayList<LiveSocket>();
    for (int i = 0; i < SOCKETS; i++) {
      var socket = LiveSocket.open(port, "/ws/" + caller.signUp("0172000" + (1_000 + i)));
      socket.next("hello");
      socket.next("caught_up");
      sockets.add(socket);
    }
    return sockets;
  }

  private static List<EventStream> streams(Caller caller, int port) throws Exception {
    var streams = new ArrayList<EventStream>();
    for (int i = 0; i < STREAMS; i++) {
      var stream =
          EventStream.open(port, "/stream/" + caller.signUp("0173000" + (1_000 + i)));
      stream.next("hello");
      stream.next("caught_up");
      streams.add(stream);
    }
    return streams;
  }

  private static List<RawConnection> polls(Caller caller, int port) throws Exception {
    var polls = new ArrayList<RawConnection>();
    for (int i = 0; i < POLLS; i++) {
      var user = caller.signUp("0174000" + (1_000 + i));
      polls.add(new RawConnection(port).send(
          "GET /receive/" + user + "?wait=50 HTTP/1.1\r\nHost: localhost\r\n\r\n"));
      Eventually.that("the poll waits",
          () -> caller.get("/users/" + user).json().get("online").asBoolean());
    }
    return polls;
  }

  private static List<RawConnection> stalledBodies(int port) throws Exception {
    var bodies = new ArrayList<RawConnection>();
    for (int i = 0; i < STALLED_BODIES; i++) {
      bodies.add(new RawConnection(port).send("POST /send HTTP/1.1\r\nHost: localhost\r\n"
          + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"));
    }
    return bodies;
  }
}
