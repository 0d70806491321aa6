package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ramtalk.Eventually;
import io.ramtalk.MailboxFull;
import io.ramtalk.UserId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand connections that break at a random byte of a request or response, by FIN or by RST.
 * With leases, every accepted message is delivered and no acknowledged message is delivered again.
 */
final class BrokenConnectionsTest {
  private static final long SEED = 20_261_122;
  private static final int CONNECTIONS = 10_000;
  private static final int USERS = 50;

  /* All leases expire before each round, so later deliveries have higher counts. */
  private static final int CONNECTIONS_PER_ROUND = 500;
  private static final long LEASE_MILLIS = 30_000;

  private final Random random = new Random(SEED);
  private final TestServer server = new TestServer();
  private final List<String> users = new ArrayList<>();
  private final Set<String> accepted = new HashSet<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final Set<String> maybeAcknowledged = new HashSet<>();
  private final Map<String, Integer> deliveries = new HashMap<>();
  private int reset;
  private int cutInRequest;
  private int cutInAnswer;

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void tenThousandBreaks_nothingLostNothingDoubled() throws IOException {
    for (int i = 0; i < USERS; i++) {
      users.add(server.caller().signUp("0173" + (1_000 + i)));
    }

    for (int i = 0; i < CONNECTIONS; i++) {
      if (i % CONNECTIONS_PER_ROUND == 0) {
        server.advanceMillis(LEASE_MILLIS);
      }
      var user = users.get(random.nextInt(USERS));
      offer(user);
      breakOne(user, i);
    }

    assertThat(List.of(reset, cutInRequest, cutInAnswer)).allSatisfy(
        count -> assertThat(count).isGreaterThan(CONNECTIONS / 5));
    /* The server may still be serving the last connections. One connection belongs to the
     * caller. */
    Eventually.that("the broken are gone", () -> server.server().httpConnections() <= 1);
    server.advanceMillis(LEASE_MILLIS);
    assertEverythingIsThereOnce();
  }

  private void offer(String user) {
    try {
      accepted.add(server.talk().send(
          UserId.parse(server.ana()), UserId.parse(user), "Hello").toString());
    } catch (MailboxFull full) {
      assertThat(full.capacity()).isEqualTo(5);
    }
  }

  /** Takes a lease, and sometimes acknowledges it, on a connection that breaks. */
  private void breakOne(String user, int number) throws IOException {
    var lease = "lease-" + number;
    try (var connection = new RawConnection(server.port())) {
      if (random.nextInt(4) == 0) {
        acknowledge(connection, user, lease);
        return;
      }
      var request = TestServer.get("/receive/" + user + "?lease=30&lease_id=" + lease);
      cut(connection, request);
    }
  }

  /** Takes a lease, reads the response and may cut the acknowledgement at a random byte. */
  private void acknowledge(RawConnection connection, String user, String lease)
      throws IOException {
    connection.send(TestServer.get("/receive/" + user + "?lease=30&max=2&lease_id=" + lease));
    var ids = note(Caller.parse(connection.response().text()).get("messages"));
    maybeAcknowledged.addAll(ids);
    var body = "{\"lease\":\"" + lease + "\"}";
    var whole = "POST /receive/" + user + "/ack HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
        + " application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    if (random.nextBoolean()) {
      cut(connection, whole);
    } else {
      assertThat(connection.send(whole).response().text())
          .isEqualTo("{\"acknowledged\":" + ids.size() + ",\"gone\":0,\"stale\":0}");
      acknowledged.addAll(ids);
    }
  }

  /** Cuts the connection within the request or within its response. */
  private void cut(RawConnection connection, String request) throws IOException {
    if (random.nextBoolean()) {
      connection.breakOnClose();
      reset++;
    }
    if (random.nextBoolean()) {
      connection.send(request.substring(0, random.nextInt(request.length())));
      cutInRequest++;
    } else {
      connection.send(request);
      connection.take(random.nextInt(600));
      cutInAnswer++;
    }
  }

  private List<String> note(JsonNode messages) {
    var ids = new ArrayList<String>();
    for (var message : messages) {
      var id = message.get("id").asText();
      ids.add(id);
      int count = message.get("delivery_count").asInt();
      assertThat(acknowledged).doesNotContain(id);
      assertThat(count).isGreaterThan(deliveries.getOrDefault(id, 0));
      deliveries.put(id, count);
    }
    return ids;
  }

  private void assertEverythingIsThereOnce() {
    var received = new ArrayList<String>();
    for (var user : users) {
      server.caller().get("/receive/" + user).messages()
          .forEach(message -> received.add(message.get("id").asText()));
    }

    assertThat(received).doesNotHaveDuplicates().doesNotContainAnyElementsOf(acknowledged);
    var gone = new HashSet<>(accepted);
    gone.removeAll(received);
    assertThat(gone).containsAll(acknowledged);
    assertThat(maybeAcknowledged).containsAll(gone);
    assertThat(accepted).containsAll(received);
    assertThat(acknowledged.size()).isGreaterThan(100);
  }
}
