package io.ramtalk.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.ProfileChange;
import io.ramtalk.server.internal.access.Tokens;
import io.ramtalk.server.internal.http.RouteMetrics;
import io.ramtalk.server.internal.wire.MediaType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server's statistics, metrics and readiness. */
final class StatsRoutesTest {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-z_]+)(\\{.*})? ([0-9.Ee+-]+|\\+Inf|NaN)");
  private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

  private final TestServer server = new TestServer(limits -> limits.mailboxCapacity(3));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void stats_sayWhatHappened() throws Exception {
    var caller = server.caller();
    server.send("received");
    server.receive();
    for (int i = 0; i < 3; i++) {
      server.send("waits");
    }
    caller.get("/receive/" + server.bo() + "?max=1&lease=60");
    caller.send(server.ana(), server.bo(), "no room");
    caller.get("/nothing");
    server.advance(Duration.ofSeconds(12));
    try (var socket = LiveSocket.open(server.port(), "/ws/" + server.ana());
        var poll = server.poll("/receive/" + server.ana() + "?wait=50")) {
      socket.next("hello");

      var stats = caller.get("/stats").json();

      assertThat(stats.get("epoch").asText()).isEqualTo(server.talk().operations().epoch());
      assertThat(stats.get("uptime_seconds").asDouble()).isEqualTo(12);
      assertThat(stats.get("access").asText()).isEqualTo("open");
      assertThat(stats.get("users").asInt()).isEqualTo(2);
      assertThat(stats.at("/mailboxes/with_mail").asInt()).isEqualTo(1);
      assertThat(stats.at("/messages/waiting").asInt()).isEqualTo(2);
      assertThat(stats.at("/messages/leased").asInt()).isEqualTo(1);
      assertThat(stats.at("/messages/oldest_seconds").asDouble()).isEqualTo(12);
      assertThat(stats.at("/totals/sent").asInt()).isEqualTo(4);
      assertThat(stats.at("/totals/delivered").asInt()).isEqualTo(1);
      assertThat(stats.at("/refused/mailbox_full").asInt()).isEqualTo(1);
      assertThat(stats.at("/refused/route_not_found").asInt()).isEqualTo(1);
      assertThat(stats.at("/connections/websocket").asInt()).isEqualTo(1);
      assertThat(stats.at("/connections/long_poll").asInt()).isEqualTo(1);
      assertThat(stats.at("/connections/http").asInt()).isGreaterThanOrEqualTo(3);
      assertThat(stats.at("/heap/used").asLong()).isPositive();
      assertThat(stats.get("counted_at").asText()).isEqualTo("2026-11-22T10:44:12.123Z");
      assertThat(poll).isNotNull();
    }
  }

  @Test
  void stats_bytesByKind_addUpToWhatIsUsed() {
    server.send("waits");
    server.talk().change(server.boId(),
        ProfileChange.none().image(Pictures.png(1_000)));

    var bytes = server.caller().get("/stats").json().get("bytes");

    long sum = 0;
    for (var kind : List.of(
        "users", "images", "messages", "leases", "receipts", "logins", "in_flight")) {
      sum += bytes.get(kind).asLong();
    }
    assertThat(sum).isEqualTo(bytes.get("used").asLong())
        .isEqualTo(server.budget().used());
    assertThat(bytes.get("images").asLong()).isGreaterThan(1_000);
    assertThat(bytes.get("budget").asLong())
        .isEqualTo(server.talk().limits().budgetBytes());
  }

  @Test
  void stats_withLogins_countThem() {
    try (var otp = new OtpServer()) {
      var ana = otp.logIn("01711111111");

      var bytes = otp.get(OtpServer.ADMIN_TOKEN, "/stats").get("bytes");

      assertThat(bytes.get("logins").asLong()).isEqualTo(Tokens.SESSION_BYTES);
      assertThat(bytes.get("in_flight").asLong()).isZero();
      assertThat(otp.as(ana.token(), "GET", "/stats", "").text("code")).isEqualTo("admin_only");
    }
  }

  @Test
  void metrics_areWellFormed() {
    server.send("waits");
    server.caller().send(server.ana(), server.bo(), "Hello");
    server.caller().get("/receive/nobody");

    var reply = server.caller().get("/metrics");

    assertThat(reply.header("Content-Type")).startsWith("text/plain; version=0.0.4");
    PrometheusText.parse(reply.body()).families().forEach((name, family) -> {
      assertThat(family.help()).as(name).endsWith(".");
      assertThat(family.type()).as(name).isEqualTo(name.endsWith("_total") ? "counter"
          : name.endsWith("duration_seconds") ? "histogram" : "gauge");
    });
    var samples = new HashMap<String, Double>();
    reply.body().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
      var sample = SAMPLE.matcher(line);
      assertThat(sample.matches()).as(line).isTrue();
      samples.put(sample.group(1) + (sample.group(2) == null ? "" : sample.group(2)),
          Double.valueOf(sample.group(3)));
    });
    assertThat(samples).containsEntry("ramtalk_users", 2.0)
        .containsEntry("ramtalk_messages_sent_total", 2.0)
        .containsEntry("ramtalk_messages{state=\"waiting\"}", 2.0)
        .containsEntry("ramtalk_refused_total{code=\"user_not_found\"}", 1.0)
        .containsEntry(
            "ramtalk_http_requests_total{code=\"200\",method=\"POST\",route=\"/send\"}", 1.0)
        .containsKey("ramtalk_build_info{version=\"unknown\"}");
    assertThat(reply.body()).contains("# TYPE ramtalk_http_request_duration_seconds histogram",
        "# HELP ramtalk_users Registered users.").doesNotContain(server.ana(), "0171");
    assertBucketsRise(samples, "POST", "/send");
  }

  /** Labels never contain values that a client chose. */
  @Test
  void metrics_labels_areOfThisProgram() {
    ask("first");
    labels();
    long before = labels();

    for (int i = 0; i < 100; i++) {
      ask("later" + i);
    }

    assertThat(labels()).isEqualTo(before);
  }

  @Test
  void metrics_clientGoneBeforeItsAnswer_countedAsSuch() throws Exception {
    server.poll("/receive/" + server.bo() + "?wait=50").close();

    var gone = new PrometheusText.Series("ramtalk_http_requests_total",
        Map.of("method", "GET", "route", "/receive/{id}", "code", "none"));
    Eventually.that("the client is counted as gone", () -> Double.valueOf(1).equals(
        PrometheusText.parse(server.caller().get("/metrics").body()).samples().get(gone)));
  }

  @Test
  void stats_linesAndFrames_refusedByCode() throws Exception {
    server.caller().post("/send", MediaType.NDJSON, "{}\n\n7\n".getBytes(US_ASCII));
    try (var socket = LiveSocket.open(server.port(), "/ws/" + server.ana())) {
      socket.next("hello");
      socket.next("caught_up");
      socket.say("{\"type\":\"dance\"}");
      socket.next("error");
    }

    assertThat(server.caller().get("/stats").json().get("refused")).hasToString(
        "{\"field_missing\":1,\"frame_type_unknown\":1,\"json_no_object\":1}");
  }

  @Test
  void readyz_whileMessagesGo_200() {
    var reply = server.caller().get("/readyz");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text("status")).isEqualTo("ready");
    assertThat(server.caller().get("/stats").json().get("users").asInt()).isEqualTo(2);
    assertThat(server.caller().get("/users").json()).hasSize(2);
  }

  @Test
  void readyz_withoutRoom_200ForThoseWhoCanMakeSome() {
    var budget = server.budget();
    long rest = server.talk().limits().budgetBytes() - budget.used();
    budget.reserve(rest);

    var reply = server.caller().get("/readyz");

    assertThat(reply.status()).isEqualTo(200);
    budget.release(rest);
  }

  @Test
  void readyz_messengerClosed_503() {
    server.talk().close();

    assertThat(server.caller().get("/readyz").text("reason")).isEqualTo("closed");
  }

  @Test
  void readyz_whileDraining_saysSoAsLongAsItAnswers() throws Exception {
    try (var stalled = new RawConnection(server.port())) {
      long used = server.budget().used();
      stalled.send("POST /send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          + "Content-Length: 2\r\n\r\n{");
      Eventually.that("the body is counted", () -> server.budget().used() > used);
      assertThat(server.caller().get("/readyz").status()).isEqualTo(200);

      var closing = CompletableFuture.runAsync(() -> server.server().close(Eventually.LIMIT));
      Eventually.that("it says that it drains",
          () -> server.caller().get("/readyz").status() == 503);

      var reply = server.caller().get("/readyz");
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.body()).isEqualTo("{\"status\":\"not_ready\",\"reason\":\"draining\"}");
      assertThat(server.caller().get("/livez").body()).isEmpty();
      stalled.send("}");
      assertThat(stalled.response().status()).isEqualTo(422);
      Eventually.get(closing);
    }
  }

  private void ask(String word) {
    server.caller().get("/" + word);
    server.caller().get("/receive/" + word);
    server.caller().get("/users?limit=" + word);
  }

  private long labels() {
    return LABEL.matcher(server.caller().get("/metrics").body()).results()
        .map(label -> label.group(1) + label.group(2)).distinct().count();
  }

  private static void assertBucketsRise(
      Map<String, Double> samples, String method, String route) {
    double before = 0;
    for (double bound : RouteMetrics.boundsSeconds()) {
      var le = bound == Double.POSITIVE_INFINITY ? "+Inf" : Double.toString(bound);
      var bucket = samples.get("ramtalk_http_request_duration_seconds_bucket{method=\"" + method
          + "\",route=\"" + route + "\",le=\"" + le + "\"}");
      assertThat(bucket).as(le).isNotNull().isGreaterThanOrEqualTo(before);
      before = bucket;
    }
    assertThat(before).isEqualTo(1);
  }
}
