package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Limits;
import io.ramtalk.server.internal.access.Proxies;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.RefusalLog;
import io.ramtalk.server.internal.live.LiveFrames;
import io.ramtalk.server.internal.mail.BulkSend;
import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProblemsTest {
  private static final Problems PROBLEMS =
      new Problems(Limits.DEFAULT, new RefusalLog(new Proxies(List.of()), () -> 0));
  private static final ProblemException RATE_LIMITED =
      new ProblemException(429, "rate_limited", "Too many", "sends_per_user", 42);

  @Test
  void detail_quotingHalfOfASurrogatePair_answered() throws IOException {
    try (var server = RamTalkServer.builder().port(0).build().start()) {
      var reply = new Caller(server.uri()).postJson("/send", "{\"\\ud800\":1,\"\\ud800\":2}");

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(reply.json().get("code").asText()).isEqualTo("json_malformed");
    }
  }

  @Test
  void answer_limitReached_namedWithSecondsInTheHeader() {
    var reply = answerOf(RATE_LIMITED);

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.header("Retry-After")).isEqualTo("42");
    assertThat(reply.body()).matches("\\{\"type\":\"about:blank\",\"title\":\"Too Many Requests\","
        + "\"status\":429,\"detail\":\"Too many\",\"code\":\"rate_limited\","
        + "\"limit\":\"sends_per_user\",\"request_id\":\"[0-9a-z]{8}\"}");
  }

  @Test
  void answer_busyForAnotherReason_retriedAfterASecond() {
    var reply = answerOf(new ProblemException(503, "busy", "Busy"));

    assertThat(reply.header("Retry-After")).isEqualTo("1");
    assertThat(reply.json().has("limit")).isFalse();
    assertThat(answerOf(new ProblemException(429, "many", "Many")).header("Retry-After"))
        .isEqualTo("1");
  }

  @Test
  void answer_faultOfTheRequest_noTimeToRetry() {
    assertThat(answerOf(new ProblemException(404, "route_not_found", "Not Found"))
        .header("Retry-After")).isEmpty();
  }

  @Test
  void lineAndFrame_limitReached_namedWithSeconds() {
    var problem = PROBLEMS.of(RATE_LIMITED);

    assertThat(text(BulkSend.refused(problem))).isEqualTo("{\"status\":\"refused\","
        + "\"detail\":\"Too many\",\"code\":\"rate_limited\","
        + "\"limit\":\"sends_per_user\",\"retry_after\":42}");
    assertThat(text(LiveFrames.error("a", problem).json())).isEqualTo("{\"type\":\"error\","
        + "\"ref\":\"a\",\"status\":429,\"detail\":\"Too many\",\"code\":\"rate_limited\","
        + "\"limit\":\"sends_per_user\",\"retry_after\":42}");
  }

  @Test
  void lineAndFrame_otherFault_withoutThem() {
    var problem = PROBLEMS.of(new ProblemException(429, "many", "Many"));

    assertThat(text(BulkSend.refused(problem)))
        .isEqualTo("{\"status\":\"refused\",\"detail\":\"Many\",\"code\":\"many\"}");
    assertThat(text(LiveFrames.error(null, problem).json())).isEqualTo("{\"type\":\"error\","
        + "\"ref\":null,\"status\":429,\"detail\":\"Many\",\"code\":\"many\"}");
  }

  /** Returns the response to a request that is rejected with this exception. */
  private static Caller.Reply answerOf(ProblemException refusal) {
    var undertow = Undertow.builder()
        .addHttpListener(0, "127.0.0.1", exchange -> PROBLEMS.guard(exchange, () -> {
          throw refusal;
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

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
