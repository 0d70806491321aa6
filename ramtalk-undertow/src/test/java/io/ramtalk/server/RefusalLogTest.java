package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Limits;
import io.ramtalk.server.internal.access.Proxies;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.RefusalLog;
import io.ramtalk.server.internal.http.RequestTrace;
import io.ramtalk.server.internal.wire.MediaType;
import io.undertow.Undertow;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefusalLogTest {
  private static final Pattern ID = Pattern.compile("request_id=([0-9a-z]{8}) ");
  private static final RequestTrace REQUEST =
      new RequestTrace("GET", "/users", InetAddress.getLoopbackAddress());

  private final AtomicLong now = new AtomicLong(1_000_000);
  private final RefusalLog refusals = new RefusalLog(new Proxies(List.of()), now::get);

  @Test
  void request_refused_lineNamesItsRouteAndNotItsPath() {
    try (var server = new TestServer(); var log = new LogLines(RefusalLog.class)) {
      var reply = server.caller().get("/receive/" + server.ana() + "?max=many");

      assertThat(log.lines()).containsExactly("Refused query_invalid 422 GET /receive/{id}"
          + " request_id=" + reply.text("request_id") + " client=127.0.0.1 left_out=0");
    }
  }

  @Test
  void request_withoutRoute_lineSaysSo() {
    try (var server = new TestServer(); var log = new LogLines(RefusalLog.class)) {
      server.caller().call(server.caller().request("/secret%0apath")
          .method("BREW", BodyPublishers.noBody()).build());

      assertThat(log.lines()).singleElement().asString()
          .startsWith("Refused route_not_found 404 BREW - request_id=");
    }
  }

  @Test
  void bulkLines_refused_shareTheIdOfTheirRequest() {
    try (var server = new TestServer(); var log = new LogLines(RefusalLog.class)) {
      var body = "{\"from_id\":\"%s\"}\nno JSON\n".formatted(server.ana());

      server.caller().post("/send", MediaType.NDJSON, body.getBytes());

      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).contains("Refused field_missing 422 POST /send ");
      assertThat(log.lines().get(1)).contains("Refused json_malformed 400 POST /send ");
      assertThat(id(log.lines().get(0))).isEqualTo(id(log.lines().get(1)));
    }
  }

  @Test
  void socketFrames_refused_shareTheIdOfTheirSocket() throws Exception {
    try (var server = new TestServer(); var log = new LogLines(RefusalLog.class);
        var socket = RawWebSocket.open(server.port(), "/ws/" + server.ana(), 0)) {
      socket.say("{\"type\":\"dance\"}");
      socket.say("no JSON");
      for (int errors = 0; errors < 2;) {
        errors += socket.next(RawWebSocket.TEXT).text().contains("\"error\"") ? 1 : 0;
      }

      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).contains("Refused frame_type_unknown 422 GET /ws/{id} ");
      assertThat(id(log.lines().get(0))).isEqualTo(id(log.lines().get(1)));
    }
  }

  @Test
  void request_throughATrustedProxy_lineNamesTheClient() {
    try (var server = new OtpServer(builder -> builder.trustedProxies(List.of("127.0.0.1")));
        var log = new LogLines(RefusalLog.class)) {
      server.caller().call(server.caller().request("/users")
          .header("X-Forwarded-For", "192.0.2.7").build());

      assertThat(log.lines()).singleElement().asString().contains(" client=192.0.2.7 ");
    }
  }

  @Test
  void flood_aLineASecond_saysHowManyWereLeftOut() {
    try (var server = new TestServer(); var log = new LogLines(RefusalLog.class)) {
      for (int second = 0; second < 3; second++) {
        for (int i = 0; i < 500; i++) {
          server.caller().get("/none");
        }
        server.advance(Duration.ofSeconds(1));
      }
      server.caller().delete("/users");

      assertThat(log.lines()).hasSize(4);
      assertThat(log.lines().get(0)).contains("route_not_found").endsWith(" left_out=0");
      assertThat(log.lines().get(1)).contains("route_not_found").endsWith(" left_out=499");
      assertThat(log.lines().get(2)).contains("route_not_found").endsWith(" left_out=499");
      assertThat(log.lines().get(3)).contains("method_not_allowed").endsWith(" left_out=0");
    }
  }

  @Test
  void flood_clockSetBack_linesGoOn() {
    try (var log = new LogLines(RefusalLog.class)) {
      refuse(404, "a");
      now.addAndGet(-3_600_000);
      refuse(404, "a");

      assertThat(log.lines()).hasSize(2);
    }
  }

  @Test
  void codes_withoutEnd_shareOneGap() {
    try (var log = new LogLines(RefusalLog.class)) {
      for (int i = 0; i < 10_000; i++) {
        refuse(404, "code" + i);
      }

      assertThat(log.lines()).hasSize(257);
    }
  }

  @ParameterizedTest
  @CsvSource({"400, INFO", "404, INFO", "426, INFO", "429, WARNING", "503, WARNING",
    "507, WARNING", "500, SEVERE"})
  void level_saysWhoseFaultItIs(int status, String level) {
    try (var log = new LogLines(RefusalLog.class)) {
      refuse(status, "a");

      assertThat(log.levels()).containsExactly(level);
    }
  }

  @Test
  void fault_ofTheServer_stackWithoutWhatItSays() {
    try (var log = new LogLines(RefusalLog.class)) {
      var reply = failing(new IllegalStateException("Dear Bo", new RuntimeException("my secret")));

      assertThat(reply.status()).isEqualTo(StatusCodes.INTERNAL_SERVER_ERROR);
      assertThat(log.lines()).singleElement().asString()
          .startsWith("Refused internal 500 GET - request_id=" + reply.text("request_id"))
          .contains("java.lang.IllegalStateException", "java.lang.RuntimeException",
              "\tat io.ramtalk.server.RefusalLogTest.fault_ofTheServer")
          .doesNotContain("Dear Bo", "my secret");
      assertThat(log.levels()).containsExactly("SEVERE");
    }
  }

  private void refuse(int status, String code) {
    refusals.refused(REQUEST, new Problems.Problem(status, code, "No"), null);
  }

  /** Returns the response to a request that fails with this exception. */
  private Caller.Reply failing(RuntimeException fault) {
    var problems = new Problems(Limits.DEFAULT, refusals);
    var undertow = Undertow.builder()
        .addHttpListener(0, "127.0.0.1", exchange -> problems.guard(exchange, () -> {
          throw fault;
        }))
        .setIoThreads(1)
        .setWorkerThreads(1)
        .build();
    undertow.start();
    try {
      var address = (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
      return new Caller(URI.create("http://127.0.0.1:" + address.getPort())).get("/");
    } finally {
      undertow.stop();
    }
  }

  private static String id(String line) {
    var id = ID.matcher(line);
    assertThat(id.find()).as(line).isTrue();
    return id.group(1);
  }
}
