package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ramtalk.Eventually;
import io.ramtalk.MessageId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Delivery while the receiver connects and disconnects: each message is acknowledged exactly once,
 * and each repeated delivery has a higher count. {@code -Dramtalk.handoff.rounds=10000} sets the
 * number of messages per transport.
 */
@Tag("scaled")
final class HandOffTest {
  private static final int ROUNDS = Integer.getInteger("ramtalk.handoff.rounds", 300);

  /* The number of frames to read before each connection is abandoned, in turn. */
  private static final int[] PATIENCE = {1, 2, 3, 5, 2, 8, 1, 20};

  private final Set<MessageId> sent = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> seen = new HashMap<>();
  private final Set<String> acknowledged = new HashSet<>();
  private LiveServer server;

  @BeforeEach
  void start() throws Exception {
    server = LiveServer.start(limits -> limits.mailboxCapacity(8));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** One connection that reads for a while and closes. */
  private interface Visit {
    void run(int patience) throws Exception;
  }

  @Test
  void socket_noGapAndNoDouble() throws Exception {
    assertNothingLostOrDoubled(this::visitBySocket);
  }

  @Test
  void stream_noGapAndNoDouble() throws Exception {
    assertNothingLostOrDoubled(this::visitByStream);
  }

  @Test
  void longPoll_noGapAndNoDouble() throws Exception {
    var poller = new Poller();
    assertNothingLostOrDoubled(poller::visit);
    poller.leave();
  }

  @Test
  void allDoorsByTurns_noGapAndNoDouble() throws Exception {
    var poller = new Poller();
    assertNothingLostOrDoubled(patience -> {
      visitBySocket(patience);
      visitByStream(patience);
      poller.visit(patience);
    });
    poller.leave();
  }

  private void assertNothingLostOrDoubled(Visit visit) throws Exception {
    var sender = new Thread(this::send);
    sender.setDaemon(true);
    sender.start();

    for (int turn = 0; acknowledged.size() < ROUNDS; turn++) {
      visit.run(PATIENCE[turn % PATIENCE.length]);
    }

    sender.join();
    assertThat(acknowledged).hasSize(ROUNDS);
    assertThat(sent).extracting(MessageId::toString).containsAll(acknowledged);
    assertThat(server.talk().export(server.bo()).mailbox()).isEmpty();
  }

  private void send() {
    while (sent.size() < ROUNDS) {
      if (server.talk().export(server.bo()).mailbox().size() < 8) {
        sent.add(server.send("m" + sent.size()));
      } else {
        Thread.yield();
      }
    }
  }

  /** Records a delivery; each must have a higher count than the one before. */
  private String see(JsonNode message) {
    var id = message.get("id").asText();
    int count = message.get("delivery_count").asInt();
    assertThat(acknowledged).as("acknowledged before").doesNotContain(id);
    assertThat(count).as("count of " + id).isGreaterThan(seen.getOrDefault(id, 0));
    seen.put(id, count);
    return id;
  }

  /** Acknowledges each message but the last, and resets every other connection. */
  private void visitBySocket(int patience) throws Exception {
    try (var socket = RawWebSocket.open(server.port(), "/ws/" + server.bo(), 0)) {
      for (int frames = 0; frames < patience && acknowledged.size() < ROUNDS; frames++) {
        var frame = Caller.parse(socket.next(RawWebSocket.TEXT).text());
        if (frame.get("type").asText().equals("message")) {
          var id = see(frame);
          if (frames < patience - 1 || patience > 10) {
            socket.say("{\"type\":\"ack\",\"ids\":[\"" + id + "\"]}");
            acknowledged.add(id);
            obeyed(id);
          }
        }
      }
      if (patience % 2 == 0) {
        socket.abort();
      }
    }
    awaitGone();
  }

  private void obeyed(String id) throws Exception {
    Eventually.that("acknowledged " + id, () -> isGone(id));
  }

  private boolean isGone(String id) {
    return server.talk().export(server.bo()).mailbox().stream()
        .noneMatch(message -> message.id().toString().equals(id));
  }

  private void visitByStream(int patience) throws Exception {
    try (var stream = server.stream(server.bo(), "")) {
      for (int frames = 0; frames < patience && acknowledged.size() < ROUNDS; frames++) {
        var event = stream.next();
        if (event.type().equals("message")) {
          var id = see(event.json());
          if (frames < patience - 1 || patience > 10) {
            acknowledge("live", id);
          }
        }
      }
      if (patience % 2 == 0) {
        stream.abort();
      }
    }
    awaitGone();
  }

  private void acknowledge(String lease, String id) {
    var ended = server.talk().acknowledge(
        server.bo(), lease, List.of(MessageId.parse(id)));
    assertThat(ended.acknowledged()).isOne();
    acknowledged.add(id);
  }

  private void awaitGone() throws Exception {
    Eventually.that("offline", () -> !server.isOnline(server.bo()));
  }

  /** A long poll with a lease on one connection; some polls break off while they wait. */
  private final class Poller {
    private RawConnection connection;
    private int leases;

    void visit(int patience) throws Exception {
      if (connection == null) {
        connection = new RawConnection(server.port());
      }
      var lease = "poll" + leases++;
      boolean breaksOff = leases % 7 == 0;
      connection.send("GET /receive/" + server.bo() + "?wait=1&max=" + patience + "&lease="
          + (breaksOff ? "0.02" : "600") + "&lease_id=" + lease
          + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      if (breaksOff) {
        leave();
        return;
      }
      for (var message : Caller.parse(connection.response().text()).get("messages")) {
        var id = see(message);
        if (seen.get(id) > 1 || patience % 2 == 1) {
          acknowledge(lease, id);
        }
      }
      server.talk().release(server.bo(), lease);
    }

    void leave() throws Exception {
      if (connection != null) {
        connection.breakOnClose().close();
        connection = null;
      }
    }
  }
}
