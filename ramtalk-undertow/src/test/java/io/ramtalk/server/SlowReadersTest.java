package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Draft;
import io.ramtalk.Eventually;
import io.ramtalk.RamTalk;
import io.ramtalk.UsedHeap;
import io.ramtalk.UserId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sockets that never read cost little memory and delay no other client.
 * {@code -Dramtalk.slow.sockets=200} and {@code -Dramtalk.idle.sockets=8000} set the number of
 * sockets. The test prints their memory and the latency of other clients.
 */
final class SlowReadersTest {
  private static final int SLOW = Integer.getInteger("ramtalk.slow.sockets", 40);
  private static final int IDLE = Integer.getInteger("ramtalk.idle.sockets", 500);
  private static final int HEALTHY = 20;
  private static final int ROUNDS = 50;
  private static final int WARM_UPS = 3;

  private static final int PICTURE_BYTES = 1 << 20;

  /* One frame in base 64 with its buffers, the session and the channel, but not the mailbox. */
  private static final int MAX_BYTES_PER_SLOW_SOCKET = PICTURE_BYTES / 3 * 4 + (64 << 10);
  private static final int MAX_BYTES_PER_IDLE_SOCKET = 64 << 10;
  private static final int RECEIVE_BUFFER_BYTES = 2 << 10;

  private final List<LiveSocket> healthy = new ArrayList<>();
  private final List<UserId> healthyUsers = new ArrayList<>();

  @Test
  @Tag("scaled")
  void slowReaders_costLittleHoldUpNobodyLoseNothing() throws Exception {
    try (var server = LiveServer.start(limits -> limits.imageBytes(PICTURE_BYTES))) {
      var talk = server.talk();
      openHealthy(server);
      var users = users(talk, "018", SLOW);
      fill(server, users);
      for (int i = 0; i < WARM_UPS; i++) {
        p99Micros(server);
      }
      long alone = p99Micros(server);
      long before = UsedHeap.bytes();
      var sockets = new ArrayList<RawWebSocket>();
      for (var user : users) {
        sockets.add(RawWebSocket.open(server.port(), "/ws/" + user, RECEIVE_BUFFER_BYTES));
        talk.send(server.ana(), user, "One more while it stalls");
      }

      long busy = p99Micros(server);

      long perSocket = (UsedHeap.bytes() - before) / SLOW;
      assertThat(perSocket).isLessThan(MAX_BYTES_PER_SLOW_SOCKET);
      Eventually.that("the stalled are closed",
          () -> server.server().liveConnections() == HEALTHY);
      for (var user : users) {
        assertThat(talk.receive(user)).as("still in the mailbox").hasSize(4);
      }
      for (var socket : sockets) {
        socket.close();
      }
      System.out.printf("SlowReadersTest: %d sockets that never read, %d bytes of heap each;"
          + " p99 of %d readers %d us before, %d us beside them, %d us after%n",
          SLOW, perSocket, HEALTHY, alone, busy, p99Micros(server));
      healthy.forEach(LiveSocket::close);
    }
  }

  @Test
  @Tag("scaled")
  void idleSockets_costLittle_stillServed() throws Exception {
    try (var server = LiveServer.start()) {
      var users = users(server.talk(), "019", IDLE);
      openHealthy(server);
      long heap = UsedHeap.bytes();
      long resident = ResidentMemory.bytes();
      var sockets = new ArrayList<RawWebSocket>();
      for (var user : users) {
        var socket = RawWebSocket.open(server.port(), "/ws/" + user, 0);
        socket.next(RawWebSocket.TEXT);
        socket.next(RawWebSocket.TEXT);
        sockets.add(socket);
      }

      long perSocket = (UsedHeap.bytes() - heap) / IDLE;

      System.out.printf("SlowReadersTest: %d idle sockets, %d bytes of heap and %d of memory"
          + " each, both ends%n", IDLE, perSocket, (ResidentMemory.bytes() - resident) / IDLE);
      assertThat(perSocket).isLessThan(MAX_BYTES_PER_IDLE_SOCKET);
      for (int i = 0; i < IDLE; i += 10) {
        server.talk().send(server.ana(), users.get(i), "Hello");
        assertThat(sockets.get(i).next(RawWebSocket.TEXT).text()).contains("\"Hello\"");
      }
      for (var socket : sockets) {
        socket.abort();
      }
      healthy.forEach(LiveSocket::close);
    }
  }

  private void openHealthy(LiveServer server) {
    healthyUsers.addAll(users(server.talk(), "016", HEALTHY));
    healthyUsers.forEach(user -> healthy.add(server.readySocket(user)));
  }

  private static List<UserId> users(RamTalk talk, String prefix, int count) {
    var users = new ArrayList<UserId>();
    for (int i = 0; i < count; i++) {
      users.add(talk.signUp(prefix + (10_000_000 + i)).user().id());
    }
    return users;
  }

  /** Fills each mailbox with more data than the kernel buffers for a connection. */
  private static void fill(LiveServer server, List<UserId> users) {
    var picture = Pictures.png(PICTURE_BYTES);
    for (var user : users) {
      for (int i = 0; i < 3; i++) {
        server.talk().send(Draft.of(server.ana(), user).image(picture));
      }
    }
  }

  /**
   * Serves the healthy readers for some rounds and returns the 99th percentile of their latency.
   */
  private long p99Micros(LiveServer server) {
    var waits = new long[ROUNDS * HEALTHY];
    for (int i = 0; i < waits.length; i++) {
      int reader = i % HEALTHY;
      long start = System.nanoTime();
      var id = server.talk().send(server.ana(), healthyUsers.get(reader), "Hello");
      assertThat(healthy.get(reader).next("message").get("id").asText())
          .isEqualTo(id.toString());
      waits[i] = (System.nanoTime() - start) / 1_000;
      healthy.get(reader).say("ack", id.toString());
      healthy.get(reader).awaitObeyed();
    }
    Arrays.sort(waits);
    return waits[waits.length * 99 / 100];
  }
}
