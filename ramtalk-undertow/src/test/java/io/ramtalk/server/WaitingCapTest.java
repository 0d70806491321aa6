package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.UserId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits on long polls and live connections, in total and per user. */
final class WaitingCapTest {
  private static final int TRY_AGAIN_LATER = 1013;

  private final OtpServer server = new OtpServer(settings -> OtpServer.unlimited(settings)
      .limit(ConnectionLimit.LONG_POLLS, 3).limit(ConnectionLimit.LONG_POLLS_PER_USER, 2)
      .limit(ConnectionLimit.LIVE_CONNECTIONS, 3)
      .limit(ConnectionLimit.LIVE_CONNECTIONS_PER_USER, 2));
  private final OtpServer.Person ana = server.logIn("01711111111");
  private final OtpServer.Person bo = server.logIn("01722222222");
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (var connection : open) {
      connection.close();
    }
    server.close();
  }

  @Test
  void polls_ofOneUser_upToItsShare() throws Exception {
    waitForMail(ana);
    waitForMail(ana);

    assertRefused(ask("/receive/", "?wait=50", ana), "too_many_waiting");
    waitForMail(bo);
    assertRefused(ask("/receive/", "?wait=50", bo), "too_many_waiting");

    open.remove(0).close();
    Eventually.that("one has left", () -> server.server().waiting() == 2);
    waitForMail(bo);
  }

  @Test
  void polls_answered_leaveRoom() throws Exception {
    for (int i = 0; i < 10; i++) {
      waitForMail(ana);
      server.talk().send(UserId.parse(bo.id()), UserId.parse(ana.id()), "Hello");
      Eventually.that("it is answered", () -> server.server().waiting() == 0);
    }
  }

  @Test
  void live_ofOneUser_upToItsShare() throws Exception {
    open.add(live(ana));
    open.add(live(ana));

    assertRefused(ask("/stream/", "", ana), "too_many_connections");
    open.add(live(bo));
    assertRefused(ask("/stream/", "", bo), "too_many_connections");

    open.remove(0).close();
    Eventually.that("one has left", () -> server.server().liveConnections() == 2);
    open.add(live(bo));
  }

  @Test
  void live_provenInTheFirstFrame_isCountedThen() throws Exception {
    var sockets = new ArrayList<RawWebSocket>();
    for (int i = 0; i < 3; i++) {
      sockets.add(RawWebSocket.open(server.port(), "/ws/" + ana.id(), 0));
      open.add(sockets.get(i));
    }

    for (int i = 0; i < 2; i++) {
      sockets.get(i).say("{\"type\": \"auth\", \"token\": \"" + ana.token() + "\"}");
      assertThat(sockets.get(i).next(RawWebSocket.TEXT).text()).contains("\"hello\"");
    }
    sockets.get(2).say("{\"type\": \"auth\", \"token\": \"" + ana.token() + "\"}");

    assertThat(sockets.get(2).next(RawWebSocket.CLOSE).closeCode()).isEqualTo(TRY_AGAIN_LATER);
    assertThat(server.server().liveConnections()).isEqualTo(2);
  }

  private void waitForMail(OtpServer.Person person) throws Exception {
    int before = server.server().waiting();
    open.add(send("/receive/", "?wait=50", person));
    Eventually.that("it waits", () -> server.server().waiting() == before + 1);
  }

  private LiveSocket live(OtpServer.Person person) {
    var socket = LiveSocket.open(server.port(), "/ws/" + person.id(), person.token());
    socket.next("hello");
    return socket;
  }

  private RawConnection.Response ask(String path, String query, OtpServer.Person person)
      throws IOException {
    try (var connection = send(path, query, person)) {
      return connection.response();
    }
  }

  private RawConnection send(String path, String query, OtpServer.Person person)
      throws IOException {
    return new RawConnection(server.port()).send("GET " + path + person.id() + query
        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + person.token()
        + "\r\n\r\n");
  }

  private static void assertRefused(RawConnection.Response response, String code) {
    assertThat(response.status()).isEqualTo(429);
    assertThat(response.text()).contains("\"code\":\"" + code + "\"");
    assertThat(response.headers()).containsEntry("retry-after", "1");
  }
}
