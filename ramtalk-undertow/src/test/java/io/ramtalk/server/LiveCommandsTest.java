package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.InterposedEngine;
import io.ramtalk.engine.Engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Number of engine commands for live delivery; on a cluster each command is a call. */
final class LiveCommandsTest {
  private static final int MESSAGES = 10;
  private static final int COMMANDS_OF_A_SEND = 2;

  private final InterposedEngine engine = new InterposedEngine(Engine.onHeap());
  private LiveServer server;

  @BeforeEach
  void start() throws Exception {
    server = LiveServer.start(limits -> limits.engine(engine).mailboxCapacity(MESSAGES));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void pushedMessage_oneCommand() {
    try (var receiver = server.readySocket(server.bo())) {
      int before = engine.executed();

      for (int i = 0; i < MESSAGES; i++) {
        server.send("Hello");
        receiver.next("message");
      }
      receiver.awaitObeyed();

      assertThat(engine.executed() - before).isEqualTo(MESSAGES * (COMMANDS_OF_A_SEND + 1));
    }
  }

  @Test
  void acknowledgedMessageWithReceipt_fourCommands() {
    try (var receiver = server.readySocket(server.bo());
        var sender = server.readySocket(server.ana())) {
      int before = engine.executed();

      for (int i = 0; i < MESSAGES; i++) {
        var id = server.send("Hello");
        receiver.next("message");
        receiver.say("ack", id.toString());
        sender.next("receipt");
      }
      receiver.awaitObeyed();
      sender.awaitObeyed();

      // poll of the message, acknowledgement, report to the sender, poll of the receipt
      assertThat(engine.executed() - before).isEqualTo(MESSAGES * (COMMANDS_OF_A_SEND + 4));
    }
  }

  @Test
  void messagesThatWaited_onePollEach() {
    for (int i = 0; i < 3; i++) {
      server.send("Hello");
    }
    int before = engine.executed();

    try (var receiver = server.socket(server.bo())) {
      receiver.next("hello");
      receiver.texts(3);
      receiver.next("caught_up");
      receiver.awaitObeyed();

      int connecting = 3; // find the user, report the connection, read the latest change
      assertThat(engine.executed() - before).isEqualTo(connecting + 3);
    }
  }
}
