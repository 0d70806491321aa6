package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases over HTTP: no message is lost, even if connections break. */
final class LeaseRoutesTest {
  private final TestServer server = new TestServer();
  private final Caller caller = server.caller();
  private final String receive = "/receive/" + server.bo();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void lease_namesItselfAndItsEnd() {
    server.send("Hello");

    var reply = caller.get(receive + "?lease=30");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.texts()).containsExactly("Hello");
    assertThat(reply.text("lease")).matches("[0-9a-f-]{36}");
    assertThat(reply.text("lease_until")).isEqualTo("2026-11-22T10:44:30.123Z");
  }

  @Test
  void lease_ofEmptyMailbox_empty() {
    var reply = caller.get(receive + "?lease=0.5&lease_id=a");

    assertThat(reply.body()).isEqualTo("{\"messages\":[],\"lease\":\"a\","
        + "\"lease_until\":\"2026-11-22T10:44:00.623Z\"}");
  }

  @Test
  void lease_hidesFromAllOthers() {
    server.send("Hello");
    caller.get(receive + "?lease=30&lease_id=a");

    assertThat(caller.get(receive).texts()).isEmpty();
    assertThat(caller.get(receive + "?lease=30&lease_id=b").texts()).isEmpty();
    assertThat(caller.get("/inbox/" + server.bo()).texts()).isEmpty();
  }

  @Test
  void lease_max_takesTheOldest() {
    server.send("1");
    server.send("2");
    server.send("3");

    assertThat(caller.get(receive + "?lease=30&lease_id=a&max=2").texts())
        .containsExactly("1", "2");
    assertThat(caller.get(receive + "?lease=30&lease_id=b&max=2").texts()).containsExactly("3");
  }

  @Test
  void lease_askedAgain_sameBatchForAnotherWhile() {
    server.send("1");
    var first = caller.get(receive + "?lease=30&lease_id=a");
    server.send("2");
    server.advanceMillis(10_000);

    var again = caller.post(receive + "?lease=30&lease_id=a");

    assertThat(again.messages()).isEqualTo(first.messages());
    assertThat(again.text("lease_until")).isEqualTo("2026-11-22T10:44:40.123Z");
    assertThat(deliveryCount(again)).isEqualTo(1);
  }

  @Test
  void lease_ended_backInOldPlaceWithHigherCount() {
    server.send("1");
    server.send("2");
    caller.get(receive + "?lease=30&lease_id=a&max=1");
    server.send("3");

    server.advanceMillis(29_999);
    assertThat(caller.get("/inbox/" + server.bo()).texts()).containsExactly("2", "3");
    server.advanceMillis(1);

    var second = caller.get(receive + "?lease=30&lease_id=b");
    assertThat(second.texts()).containsExactly("1", "2", "3");
    assertThat(second.messages()).extracting(message -> message.get("delivery_count").asInt())
        .containsExactly(2, 1, 1);
  }

  @Test
  void ack_all_deletes() {
    server.send("1");
    server.send("2");
    caller.get(receive + "?lease=30&lease_id=a");

    assertThat(ack("{\"lease\":\"a\"}")).isEqualTo("{\"acknowledged\":2,\"gone\":0,\"stale\":0}");
    assertThat(ack("{\"lease\":\"a\"}")).isEqualTo("{\"acknowledged\":0,\"gone\":0,\"stale\":0}");

    server.advanceMillis(30_000);
    assertThat(caller.get(receive).texts()).isEmpty();
  }

  @Test
  void ack_some_leavesTheOthersLeased() {
    var one = server.send("1");
    var two = server.send("2");
    caller.get(receive + "?lease=30&lease_id=a");

    var first = ack("{\"lease\":\"a\",\"ids\":[\"" + one + "\"]}");
    var second = ack("{\"lease\":\"a\",\"ids\":[\"" + one + "\",\"" + two.toUpperCase() + "\"]}");

    assertThat(first).isEqualTo("{\"acknowledged\":1,\"gone\":0,\"stale\":0}");
    assertThat(second).isEqualTo("{\"acknowledged\":1,\"gone\":1,\"stale\":0}");
  }

  @Test
  void ack_noIds_deletesNone() {
    server.send("1");
    caller.get(receive + "?lease=30&lease_id=a");

    assertThat(ack("{\"lease\":\"a\",\"ids\":[]}"))
        .isEqualTo("{\"acknowledged\":0,\"gone\":0,\"stale\":0}");
    server.advanceMillis(30_000);
    assertThat(caller.get(receive).texts()).containsExactly("1");
  }

  @Test
  void ack_late_stillDeletes() {
    var id = server.send("1");
    caller.get(receive + "?lease=30&lease_id=a");
    server.advanceMillis(60_000);

    var late = ack("{\"lease\":\"a\",\"ids\":[\"" + id + "\"]}");

    assertThat(late).isEqualTo("{\"acknowledged\":1,\"gone\":0,\"stale\":0}");
    assertThat(caller.get(receive).texts()).isEmpty();
  }

  @Test
  void ack_ofAnothersMessage_staleAndLeftAlone() {
    var id = server.send("1");
    caller.get(receive + "?lease=30&lease_id=a");
    server.advanceMillis(30_000);
    caller.get(receive + "?lease=30&lease_id=b");

    assertThat(ack("{\"lease\":\"a\",\"ids\":[\"" + id + "\"]}"))
        .isEqualTo("{\"acknowledged\":0,\"gone\":0,\"stale\":1}");
    assertThat(ack("{\"lease\":\"a\"}")).isEqualTo("{\"acknowledged\":0,\"gone\":0,\"stale\":0}");
    assertThat(ack("{\"lease\":\"b\"}")).isEqualTo("{\"acknowledged\":1,\"gone\":0,\"stale\":0}");
  }

  @Test
  void ack_ofNothingEverLeased_gone() {
    assertThat(ack("{\"lease\":\"a\",\"ids\":[\"0000000000000\"]}"))
        .isEqualTo("{\"acknowledged\":0,\"gone\":1,\"stale\":0}");
  }

  @Test
  void release_all_backAtOnce() {
    server.send("1");
    server.send("2");
    caller.get(receive + "?lease=30&lease_id=a");

    assertThat(release("{\"lease\":\"a\"}")).isEqualTo("{\"released\":2}");
    assertThat(release("{\"lease\":\"a\"}")).isEqualTo("{\"released\":0}");

    var next = caller.get(receive);
    assertThat(next.texts()).containsExactly("1", "2");
    assertThat(deliveryCount(next)).isEqualTo(2);
  }

  @Test
  void release_some_leavesTheOthersLeased() {
    var one = server.send("1");
    server.send("2");
    caller.get(receive + "?lease=30&lease_id=a");

    var released = release("{\"lease\":\"a\",\"ids\":[\"" + one + "\",\"0000000000000\"]}");

    assertThat(released).isEqualTo("{\"released\":1}");
    assertThat(caller.get(receive).texts()).containsExactly("1");
  }

  @Test
  void release_thenAck_acknowledgesNothing() {
    server.send("1");
    caller.get(receive + "?lease=30&lease_id=a");
    release("{\"lease\":\"a\"}");

    assertThat(ack("{\"lease\":\"a\"}")).isEqualTo("{\"acknowledged\":0,\"gone\":0,\"stale\":0}");
    assertThat(caller.get(receive).texts()).containsExactly("1");
  }

  @Test
  void lease_countsAgainstTheCapacity() {
    for (int i = 0; i < 5; i++) {
      server.send("Hello");
    }
    caller.get(receive + "?lease=30&lease_id=a");

    assertThat(caller.send(server.ana(), server.bo(), "6").status()).isEqualTo(400);
    ack("{\"lease\":\"a\"}");
    assertThat(caller.send(server.ana(), server.bo(), "6").status()).isEqualTo(200);
  }

  private String ack(String body) {
    return caller.postJson(receive + "/ack", body).body();
  }

  private String release(String body) {
    return caller.postJson(receive + "/release", body).body();
  }

  private static int deliveryCount(Caller.Reply reply) {
    JsonNode first = reply.messages().get(0);
    return first.get("delivery_count").asInt();
  }
}
