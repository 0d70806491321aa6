package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.InterposedEngine;
import io.ramtalk.engine.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server with one worker, on an engine whose commands wait for another process. */
final class SlowEngineTest {
  private static final int REQUESTS = 20;

  private final InterposedEngine engine = new InterposedEngine(Engine.onHeap());
  private final TestServer server = new TestServer(
      limits -> limits.engine(engine).mailboxCapacity(REQUESTS), settings -> settings.workers(1));
  private final List<RawConnection> connections = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (var connection : connections) {
      connection.close();
    }
    server.close();
    assertThat(engine.threads()).as("threads that wait for commands")
        .noneMatch(name -> name.contains("I/O"));
  }

  private RawConnection send(String text) throws IOException {
    var body = "{\"from_id\":\"" + server.ana() + "\",\"to_id\":\"" + server.bo()
        + "\",\"message\":\"" + text + "\"}";
    return open("POST /send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
  }

  private RawConnection receive() throws IOException {
    return open(TestServer.get("/receive/" + server.bo()));
  }

  private RawConnection open(String request) throws IOException {
    var connection = new RawConnection(server.port());
    connections.add(connection);
    return connection.send(request);
  }

  private void awaitHeld(int count) {
    Eventually.that("the commands are under way", () -> engine.held() == count);
  }

  @Test
  void sends_underWay_workerServesOthers() throws IOException {
    engine.holdSubmitted();
    for (int i = 0; i < REQUESTS; i++) {
      send("m" + i);
    }
    awaitHeld(REQUESTS);

    assertThat(server.caller().get("/users/" + server.ana()).status()).isEqualTo(200);
    engine.completeSubmitted();

    for (var connection : connections) {
      assertThat(connection.response().text()).contains("\"status\":\"sent\"");
    }
    assertThat(server.talk().receive(server.boId())).hasSize(REQUESTS);
  }

  @Test
  void receives_underWay_workerServesOthersAndOneGetsTheMessages() throws IOException {
    server.send("Hello");
    engine.holdSubmitted();
    for (int i = 0; i < REQUESTS; i++) {
      receive();
    }
    awaitHeld(REQUESTS);

    assertThat(server.caller().get("/users/" + server.ana()).status()).isEqualTo(200);
    engine.completeSubmitted();

    int received = 0;
    for (var connection : connections) {
      received += connection.response().text().contains("Hello") ? 1 : 0;
    }
    assertThat(received).isOne();
  }

  @Test
  void leasesAndAcknowledgements_underWay_workerServesOthers() throws IOException {
    for (int i = 0; i < REQUESTS; i++) {
      server.send("m" + i);
    }
    engine.holdSubmitted();
    for (int i = 0; i < REQUESTS; i++) {
      open(TestServer.get("/receive/" + server.bo() + "?lease=60&max=1&lease_id=lease" + i));
    }
    awaitHeld(REQUESTS);
    assertThat(server.caller().get("/users/" + server.ana()).status()).isEqualTo(200);
    engine.completeSubmitted();
    for (var connection : connections) {
      assertThat(connection.response().text()).contains("\"text\":\"m");
    }

    engine.holdSubmitted();
    for (int i = 0; i < REQUESTS; i++) {
      connections.get(i).send(end(i % 2 == 0 ? "ack" : "release", "lease" + i));
    }
    awaitHeld(REQUESTS);
    assertThat(server.caller().get("/users/" + server.ana()).status()).isEqualTo(200);
    engine.completeSubmitted();

    for (int i = 0; i < REQUESTS; i++) {
      assertThat(connections.get(i).response().text())
          .contains(i % 2 == 0 ? "\"acknowledged\":1" : "\"released\":1");
    }
    assertThat(server.talk().receive(server.boId())).hasSize(REQUESTS / 2);
  }

  private String end(String step, String lease) {
    var body = "{\"lease\":\"" + lease + "\"}";
    return "POST /receive/" + server.bo() + "/" + step + " HTTP/1.1\r\nHost: localhost\r\n"
        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
        + body;
  }

  @Test
  void send_outcomeUnknown_503() throws IOException {
    engine.holdSubmitted();
    var connection = send("m");
    awaitHeld(1);
    engine.loseNextResponse();

    engine.completeSubmitted();

    var response = connection.response();
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.text()).contains("outcome_unknown");
  }

  @Test
  void receive_clientGone_messagesBack() throws IOException {
    server.send("Hello");
    engine.holdSubmitted();
    var connection = receive();
    awaitHeld(1);
    connection.breakOnClose();
    connection.close();

    engine.completeSubmitted();

    Eventually.that("the message is back", () -> !server.talk().peek(server.boId(), 1).isEmpty());
  }

  @Test
  void longPoll_nothingThereThenAMessage_delivered() throws IOException {
    engine.holdSubmitted();
    var connection = open(TestServer.get("/receive/" + server.bo() + "?wait=50"));
    awaitHeld(1);
    engine.completeSubmitted();
    Eventually.that("the request waits", () -> server.talk().presence(server.boId()).online());

    engine.holdSubmitted();
    server.send("Hello");
    awaitHeld(1);
    engine.completeSubmitted();

    assertThat(connection.response().text()).contains("Hello");
  }
}
