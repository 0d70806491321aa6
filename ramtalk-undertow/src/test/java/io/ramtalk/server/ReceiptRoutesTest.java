package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Receipts over HTTP: the delivery state of sent messages. */
final class ReceiptRoutesTest {
  private final TestServer server = new TestServer();
  private final Caller caller = server.caller();
  private final String ana = server.ana();
  private final String bo = server.bo();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void sent_nothing_empty() {
    assertThat(caller.get("/sent/" + ana).body()).isEqualTo("{\"receipts\":[]}");
  }

  @Test
  void sent_waiting_queued() {
    var id = server.send("Hello");

    assertThat(caller.get("/sent/" + ana).body()).isEqualTo("{\"receipts\":[{\"id\":\"" + id
        + "\",\"to\":\"" + bo
        + "\",\"state\":\"queued\",\"sent_at\":\"2026-11-22T10:44:00.123Z\"}]}");
  }

  @Test
  void sent_received_deliveredWithItsTime() {
    var id = server.send("Hello");
    server.advanceMillis(1_000);
    server.receive();
    server.advanceMillis(1_000);

    assertThat(one(id)).hasToString("{\"id\":\"" + id + "\",\"to\":\"" + bo
        + "\",\"state\":\"delivered\",\"sent_at\":\"2026-11-22T10:44:00.123Z\","
        + "\"delivered_at\":\"2026-11-22T10:44:01.123Z\"}");
  }

  @Test
  void sent_leased_queuedUntilAcknowledged() {
    var id = server.send("Hello");
    caller.get("/receive/" + bo + "?lease=30&lease_id=a");
    var leased = one(id);
    server.advanceMillis(2_000);
    caller.postJson("/receive/" + bo + "/ack", "{\"lease\":\"a\"}");

    assertThat(leased.get("state").asText()).isEqualTo("queued");
    assertThat(one(id).get("state").asText()).isEqualTo("delivered");
    assertThat(one(id).get("delivered_at").asText()).isEqualTo("2026-11-22T10:44:02.123Z");
  }

  @Test
  void sent_peekedAt_queued() {
    var id = server.send("Hello");
    caller.get("/inbox/" + bo);

    assertThat(one(id).get("state").asText()).isEqualTo("queued");
  }

  @Test
  void sent_read_knowsBothTimes() {
    var id = server.send("Hello");
    server.receive();
    server.advanceMillis(5_000);

    var read = read(bo, ana, id);
    server.advanceMillis(5_000);
    var again = read(bo, ana, id);

    assertThat(read).isEqualTo("{\"read\":1}");
    assertThat(again).isEqualTo("{\"read\":0}");
    assertThat(one(id)).hasToString("{\"id\":\"" + id + "\",\"to\":\"" + bo
        + "\",\"state\":\"read\",\"sent_at\":\"2026-11-22T10:44:00.123Z\","
        + "\"delivered_at\":\"2026-11-22T10:44:00.123Z\","
        + "\"read_at\":\"2026-11-22T10:44:05.123Z\"}");
  }

  @Test
  void read_notDeliveredYet_doesNotCount() {
    var id = server.send("Hello");

    assertThat(read(bo, ana, id)).isEqualTo("{\"read\":0}");
    assertThat(one(id).get("state").asText()).isEqualTo("queued");
  }

  @Test
  void read_ofMessagesToSomeoneElse_doesNotCount() {
    var id = server.send("Hello");
    server.receive();

    assertThat(read(ana, ana, id)).isEqualTo("{\"read\":0}");
    assertThat(one(id).get("state").asText()).isEqualTo("delivered");
  }

  @Test
  void read_noIds_none() {
    assertThat(caller.postJson("/read/" + bo, "{\"from_id\":\"" + ana + "\",\"ids\":[]}").body())
        .isEqualTo("{\"read\":0}");
  }

  @Test
  void sent_expired_knowsTheMomentWithoutAnyoneLooking() {
    var id = caller.send(ana, bo, "Hello", "\"expires_in\":1.5").text("id");
    server.advanceMillis(60_000);

    assertThat(one(id)).hasToString("{\"id\":\"" + id + "\",\"to\":\"" + bo
        + "\",\"state\":\"expired\",\"sent_at\":\"2026-11-22T10:44:00.123Z\","
        + "\"expired_at\":\"2026-11-22T10:44:01.623Z\"}");
  }

  @Test
  void sent_accountDeleted_deleted() {
    var id = server.send("Hello");
    server.advanceMillis(1_000);
    caller.delete("/users/" + bo);

    assertThat(one(id).get("state").asText()).isEqualTo("deleted");
    assertThat(one(id).get("deleted_at").asText()).isEqualTo("2026-11-22T10:44:01.123Z");
  }

  @Test
  void sent_refused_noReceipt() {
    IntStream.range(0, 5).forEach(i -> server.send("Hello"));

    caller.send(ana, bo, "6");

    assertThat(caller.get("/sent/" + ana).json().get("receipts")).hasSize(5);
  }

  @Test
  void sent_olderThanTheLast64_saysSo() {
    var first = server.send("0");
    server.receive();
    for (int i = 1; i <= 64; i++) {
      server.send("Hello");
      server.receive();
    }

    var reply = caller.get("/sent/" + ana + "?message_id=" + first);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text("code")).isEqualTo("receipt_not_found");
    assertThat(reply.text("detail")).isEqualTo(
          "No receipt: not one of the last 64 messages of this sender");
    assertThat(caller.get("/sent/" + ana).json().get("receipts")).hasSize(64);
  }

  @Test
  void sent_ofSomeoneElse_notFound() {
    var id = server.send("Hello");

    assertThat(caller.get("/sent/" + bo + "?message_id=" + id).text("code"))
        .isEqualTo("receipt_not_found");
  }

  private JsonNode one(String id) {
    return caller.get("/sent/" + ana + "?message_id=" + id).json();
  }

  private String read(String reader, String sender, String id) {
    return caller.postJson("/read/" + reader,
        "{\"from_id\":\"" + sender + "\",\"ids\":[\"" + id + "\"]}").body();
  }
}
