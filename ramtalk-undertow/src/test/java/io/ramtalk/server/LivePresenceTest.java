package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Presence of users on each transport. The clock stands still, so no user times out. */
final class LivePresenceTest {
  private LiveServer server;

  @BeforeEach
  void start() throws Exception {
    var clock = VirtualClock.startingAt(TestServer.START);
    server = LiveServer.start(settings -> settings.clock(clock));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void user_onlineWhileConnected_shownInProfileAndList() throws Exception {
    var caller = server.caller();
    var path = "/users/" + server.bo();
    assertThat(caller.get(path).body()).endsWith("\"online\":false}");
    assertThat(caller.get("/users").body()).endsWith("\"name\":\"\",\"online\":false}}");

    try (var socket = server.readySocket(server.bo())) {
      socket.awaitObeyed();
      assertThat(caller.get(path).json().get("online").asBoolean()).isTrue();
      var listed = caller.get("/users").json().get(server.bo().toString());
      assertThat(listed.get("online").asBoolean()).isTrue();
      assertThat(listed.get("last_seen").asText()).endsWith("Z");
      assertThat(caller.get("/users").json().get(server.ana().toString()).get("online").asBoolean())
          .isFalse();
    }
    awaitOffline(server.bo());
    assertThat(caller.get(path).json().get("last_seen").asText()).endsWith("Z");
  }

  @Test
  void presence_ofWatched_toldOnBothDoors() throws Exception {
    var query = "?presence=" + server.bo();
    try (var socket = LiveSocket.open(server.port(), "/ws/" + server.ana() + query);
        var stream = server.stream(server.ana(), query)) {
      socket.next("hello");
      stream.next("hello");
      assertThat(socket.next("presence").get("online").asBoolean()).isFalse();
      assertThat(stream.next("presence").json().get("online").asBoolean()).isFalse();
      socket.next("caught_up");
      stream.next("caught_up");

      try (var watched = server.readySocket(server.bo())) {
        watched.awaitObeyed();
        var frame = socket.next("presence");
        assertThat(frame.get("user_id").asText()).isEqualTo(server.bo().toString());
        assertThat(frame.get("online").asBoolean()).isTrue();
        assertThat(stream.next("presence").json().get("online").asBoolean()).isTrue();
      }

      var gone = socket.next("presence");
      assertThat(gone.get("online").asBoolean()).isFalse();
      assertThat(gone.get("last_seen").asText()).endsWith("Z");
      assertThat(stream.next("presence").data()).isEqualTo(gone.toString());
    }
  }

  @Test
  void presence_ofStreamAndLongPoll_toldToo() throws Exception {
    try (var watcher = LiveSocket.open(
        server.port(), "/ws/" + server.ana() + "?presence=" + server.bo())) {
      watcher.next("hello");
      watcher.next("presence");
      watcher.next("caught_up");
      try (var stream = server.stream(server.bo(), "")) {
        stream.next("hello");
        assertThat(watcher.next("presence").get("online").asBoolean()).isTrue();
      }
      assertThat(watcher.next("presence").get("online").asBoolean()).isFalse();
      try (var poll = poll(server.bo())) {
        assertThat(watcher.next("presence").get("online").asBoolean()).isTrue();
        poll.breakOnClose();
      }
      assertThat(watcher.next("presence").get("online").asBoolean()).isFalse();
    }
  }

  @Test
  void presence_ofUserWhoLeaves_offline() throws Exception {
    try (var watched = server.readySocket(server.bo());
        var watcher = LiveSocket.open(
            server.port(), "/ws/" + server.ana() + "?presence=" + server.bo())) {
      watcher.next("hello");
      assertThat(watcher.next("presence").get("online").asBoolean()).isTrue();

      server.talk().delete(server.bo());

      watcher.next("caught_up");
      assertThat(watcher.next("presence").get("online").asBoolean()).isFalse();
      assertThat(watched.next("bye").get("reason").asText()).isEqualTo("user_not_found");
      assertThat(watched.closeCode()).isEqualTo(1000);
    }
  }

  @Test
  void socket_closed_offline() throws Exception {
    for (int i = 0; i < 5; i++) {
      server.readySocket(server.bo()).close();
      awaitOffline(server.bo());
    }
  }

  @Test
  void anyDoor_broken_offline() throws Exception {
    for (int i = 0; i < 5; i++) {
      try (var socket = RawWebSocket.open(server.port(), "/ws/" + server.bo(), 0)) {
        awaitOnline(server.bo());
        socket.abort();
      }
      awaitOffline(server.bo());
      try (var stream = server.stream(server.bo(), "")) {
        awaitOnline(server.bo());
        stream.abort();
      }
      awaitOffline(server.bo());
      try (var poll = poll(server.bo())) {
        awaitOnline(server.bo());
        poll.breakOnClose();
      }
      awaitOffline(server.bo());
    }
  }

  @Test
  void anyDoor_endedWithoutGoodbye_offline() throws Exception {
    try (var socket = RawWebSocket.open(server.port(), "/ws/" + server.bo(), 0)) {
      awaitOnline(server.bo());
      socket.connection().endOutput();
      awaitOffline(server.bo());
    }
    try (var stream = server.stream(server.bo(), "")) {
      awaitOnline(server.bo());
      stream.socket().shutdownOutput();
      awaitOffline(server.bo());
    }
  }

  @Test
  void lastOfManyConnections_closed_offline() throws Exception {
    var first = server.readySocket(server.bo());
    try (var second = server.readySocket(server.bo())) {
      first.close();
      first.closeCode();
      second.awaitObeyed();

      assertThat(server.isOnline(server.bo())).isTrue();
    }
    awaitOffline(server.bo());
  }

  private RawConnection poll(UserId user) throws Exception {
    var poll = new RawConnection(server.port()).send(
        "GET /receive/" + user + "?wait=20 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    awaitOnline(user);
    return poll;
  }

  private void awaitOnline(UserId user) throws Exception {
    Eventually.that("online", () -> server.isOnline(user));
  }

  private void awaitOffline(UserId user) throws Exception {
    Eventually.that("offline", () -> !server.isOnline(user));
  }
}
