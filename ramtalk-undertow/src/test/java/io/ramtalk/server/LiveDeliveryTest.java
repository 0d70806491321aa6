package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.MailboxFull;
import io.ramtalk.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pushed messages are leased: transports neither lose a message nor deliver one twice. */
final class LiveDeliveryTest {
  private LiveServer server;

  @BeforeEach
  void start() throws Exception {
    server = LiveServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void severalConnections_allSeeAMessage_firstAckDeletes() throws Exception {
    try (var first = server.readySocket(server.bo());
        var second = server.readySocket(server.bo());
        var stream = server.stream(server.bo(), "")) {
      stream.next("hello");
      stream.next("caught_up");
      var id = server.send("Hello").toString();

      var seen = first.nextText();
      assertThat(second.nextText()).isEqualTo(seen);
      assertThat(stream.next("message").data()).isEqualTo(seen);
      second.say("ack", id);
      second.awaitObeyed();
      assertThat(server.talk().export(server.bo()).mailbox()).isEmpty();
      first.say("ack", id);
      first.awaitObeyed();
    }
  }

  @Test
  void laterConnection_seesWhatIsNotAcknowledgedYet() throws Exception {
    server.send("Hello");
    try (var first = server.socket(server.bo());
        var second = server.socket(server.bo())) {
      first.next("hello");
      second.next("hello");

      assertThat(first.nextText()).isEqualTo(second.nextText());
    }
  }

  @Test
  void oneOfTwo_closed_keepsTheLease() throws Exception {
    try (var second = server.readySocket(server.bo())) {
      var first = server.readySocket(server.bo());
      server.send("Hello");
      first.next("message");
      second.next("message");

      first.close();
      first.closeCode();
      second.awaitObeyed();

      assertThat(server.talk().receive(server.bo())).isEmpty();
    }
  }

  @Test
  void lastOne_closed_givesTheRestBackAtOnce() throws Exception {
    var acknowledged = server.send("1").toString();
    server.send("2");
    try (var socket = server.socket(server.bo())) {
      socket.next("hello");
      socket.texts(2);
      socket.say("ack", acknowledged);
      socket.next("caught_up");
      socket.awaitObeyed();
    }

    var back = awaitMail();

    assertThat(back).extracting(Message::text).containsExactly("2");
    assertThat(back).extracting(Message::deliveryCount).containsExactly(2);
  }

  @Test
  void lastOne_closedWhileAPollWaits_pollGetsTheRest() throws Exception {
    var socket = server.readySocket(server.bo());
    server.send("Hello");
    socket.next("message");
    try (var poll = new RawConnection(server.port())) {
      poll.send("GET /receive/" + server.bo() + "?wait=20 HTTP/1.1\r\nHost: localhost\r\n\r\n");
      RawConnection.ask(server.port(), "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII));

      socket.close();

      assertThat(poll.response().text())
          .contains("\"text\":\"Hello\"", "\"delivery_count\":2");
    }
  }

  @Test
  void leaseOfAnother_ended_pushedThoughLaterOnesWerePushed() throws Exception {
    server.send("1");
    server.talk().lease(server.bo(), 1, Duration.ofMinutes(1), "other");
    try (var socket = server.readySocket(server.bo())) {
      server.send("2");
      assertThat(socket.texts(1)).containsExactly("2");

      server.talk().release(server.bo(), "other");

      var back = socket.next("message");
      assertThat(back.get("text").asText()).isEqualTo("1");
      assertThat(back.get("delivery_count").asInt()).isEqualTo(2);
    }
  }

  @Test
  void receivers_expiredAndDeleted_toldToTheSender() throws Exception {
    try (var sender = server.readySocket(server.ana())) {
      server.send("1");
      server.talk().receive(server.bo());
      assertThat(sender.next("receipt").get("state").asText()).isEqualTo("delivered");
      server.send("2");
      server.talk().delete(server.bo());
      assertThat(sender.next("receipt").get("state").asText()).isEqualTo("deleted");
    }
  }

  @Test
  void framesOfManySenders_neverInterleave() throws Exception {
    int count = 500;
    var texts = new ArrayList<String>();
    try (var socket = server.readySocket(server.bo());
        var stream = server.stream(server.bo(), "?ack=auto")) {
      var senders = new ArrayList<Thread>();
      for (int sender = 0; sender < 4; sender++) {
        senders.add(startSender("abcd".charAt(sender), count));
      }
      while (texts.size() < 4 * count) {
        var event = stream.next();
        if (event.type().equals("message")) {
          texts.add(event.text());
        }
      }
      for (var sender : senders) {
        sender.join();
      }
      assertThat(socket.next("message").get("text").asText()).hasSize(4_000);
    }
    assertThat(texts).allMatch(text -> text.equals(text.substring(0, 1).repeat(4_000)));
  }

  private Thread startSender(char letter, int count) {
    var text = String.valueOf(letter).repeat(4_000);
    var thread = new Thread(() -> {
      for (int sent = 0; sent < count;) {
        try {
          server.send(text);
          sent++;
        } catch (MailboxFull full) {
          Thread.onSpinWait();
        }
      }
    });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void budget_backAtItsStart_howeverConnectionsEnd() throws Exception {
    for (int i = 0; i < 5; i++) {
      server.send("x".repeat(4_000));
    }
    server.talk().receive(server.bo());
    long before = server.budget().used();
    server.send("x".repeat(4_000));
    for (int i = 0; i < 10; i++) {
      int left = i;
      Eventually.that("the broken are gone", () -> server.server().liveConnections() == left);
      server.socket(server.bo()).next("hello");
      try (var raw = RawWebSocket.open(server.port(), "/ws/" + server.bo(), 4 << 10);
          var stream = server.stream(server.bo(), "")) {
        stream.abort();
        raw.abort();
      }
    }
    server.talk().delete(server.bo());

    Eventually.that("all gone", () -> server.server().liveConnections() == 0);
    assertThat(server.budget().used()).isLessThanOrEqualTo(before);
  }

  @Test
  void repliesToWhoNeverReads_bounded() throws Exception {
    long before = server.budget().used();
    var ref = "r".repeat(10_000);
    try (var socket = RawWebSocket.open(server.port(), "/ws/" + server.bo(), 4 << 10)) {
      var frame = ("{\"type\":\"dance\",\"ref\":\"" + ref + "\"}")
          .getBytes(StandardCharsets.UTF_8);
      var flood = new Thread(() -> flood(socket, frame));
      flood.setDaemon(true);
      flood.start();
      Eventually.that("replies queue", () -> server.budget().used() - before > 50_000);

      /* Each I/O thread serves some of these requests and could have read more of the flood
       * before. */
      for (int i = 0; i < 100; i++) {
        assertThat(RawConnection.ask(server.port(), TestServer.get("/livez").getBytes()).status())
            .isEqualTo(200);
        assertThat(server.budget().used() - before).isLessThan(200_000);
      }
    }
    Eventually.that("given back", () -> server.budget().used() == before);
  }

  private static void flood(RawWebSocket socket, byte[] frame) {
    try {
      for (int i = 0; i < 2_000; i++) {
        socket.send(RawWebSocket.TEXT, frame);
      }
    } catch (IOException closed) {
      return;
    }
  }

  private List<Message> awaitMail() throws Exception {
    var mail = new ArrayList<Message>();
    Eventually.that("mail", () -> mail.addAll(server.talk().receive(server.bo())));
    return mail;
  }
}
