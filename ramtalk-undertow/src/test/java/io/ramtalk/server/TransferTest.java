package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.UserId;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A plain receive whose client disconnects. The messages are delivered if the response was written
 * completely; otherwise they return to their places in the mailbox.
 */
final class TransferTest {
  private static final int RECEIVE_BUFFER_BYTES = 4 << 10;

  /* More messages than the kernel buffers for a connection without a reader. */
  private static final int MESSAGES = 200;

  private final TestServer server = new TestServer(
      limits -> limits.mailboxCapacity(MESSAGES).receipts(MESSAGES));
  private final String receive = TestServer.get("/receive/" + server.bo());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void writtenWhole_confirmed() {
    server.send("Hello");

    assertThat(server.receive().text()).contains("Hello");

    assertThat(states()).containsExactly("delivered");
    assertThat(server.talk().peek(server.boId(), 9)).isEmpty();
  }

  @Test
  void halfWritten_hiddenAndNotDelivered() throws IOException {
    sendPictures();
    try (var connection = stalled()) {
      assertThat(server.talk().peek(server.boId(), MESSAGES)).isEmpty();
      assertThat(states()).containsOnly("queued");

      server.send("Another");
      assertThat(server.receive().text()).contains("Another").doesNotContain("\"image\"");
      connection.breakOnClose();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void halfWritten_clientGone_takenBack(boolean broken) throws IOException {
    sendPictures();
    try (var connection = stalled()) {
      if (broken) {
        connection.breakOnClose();
      }
    }
    Eventually.that("the mail is back", () -> isMailThere());

    var mail = server.talk().receive(server.boId());
    assertThat(mail).hasSize(MESSAGES)
        .allSatisfy(message -> assertThat(message.deliveryCount()).isEqualTo(2));
    assertThat(mail).extracting(message -> message.text())
        .startsWith("0", "1", "2").endsWith(String.valueOf(MESSAGES - 1));
  }

  @Test
  void halfWritten_serverClosed_takenBack() throws IOException {
    sendPictures();
    try (var connection = stalled()) {
      server.server().close();
      Eventually.that("the mail is back", () -> isMailThere());
      connection.breakOnClose();
    }
  }

  @Test
  void halfWritten_thenReadToTheEnd_confirmed() throws IOException {
    sendPictures();
    try (var connection = stalled()) {
      assertThat(connection.response().text()).contains("\"text\":\"199\"");
      assertThat(connection.send(TestServer.get("/livez")).response().status()).isEqualTo(200);

      assertThat(states()).containsOnly("delivered");
      assertThat(server.budget().used()).isLessThan(100_000);
    }
  }

  @Test
  void brokenBeforeTheAnswer_eachMessageGoneOrBack() throws IOException {
    for (int i = 0; i < MESSAGES; i++) {
      server.send("Hello");
      try (var connection = new RawConnection(server.port()).breakOnClose()) {
        connection.send(receive);
      }
      assertThat(server.caller().get("/livez").status()).isEqualTo(200);
      server.talk().receive(server.boId());
    }

    Eventually.that("the mailbox stays empty", () -> {
      server.talk().receive(server.boId());
      return server.talk().export(server.boId()).mailbox().isEmpty();
    });
    assertThat(states()).hasSize(MESSAGES).containsOnly("delivered");
  }

  private boolean isMailThere() {
    return !server.talk().peek(server.boId(), 1).isEmpty();
  }

  private List<String> states() {
    return server.talk().sent(UserId.parse(server.ana())).stream()
        .map(receipt -> receipt.state().name().toLowerCase()).toList();
  }

  /** Requests more data than the kernel buffers and waits until the response is on its way. */
  private RawConnection stalled() throws IOException {
    var connection = new RawConnection(server.port(), RECEIVE_BUFFER_BYTES).send(receive);
    Eventually.that("the mail is on its way", () -> !isMailThere());
    return connection;
  }

  private void sendPictures() {
    var base64 = Base64.getEncoder().encodeToString(Pictures.png(51_200));
    for (int i = 0; i < MESSAGES; i++) {
      assertThat(server.caller().send(server.ana(), server.bo(), String.valueOf(i),
          "\"image\":\"" + base64 + "\"").status()).isEqualTo(200);
    }
  }
}
