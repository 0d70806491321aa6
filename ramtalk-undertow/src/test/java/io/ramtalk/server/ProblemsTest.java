package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ProblemsTest {
  @Test
  void detail_quotingHalfOfASurrogatePair_answered() throws IOException {
    try (var server = RamTalkServer.builder().port(0).build().start()) {
      var reply = new Caller(server.uri()).postJson("/send", "{\"\\ud800\":1,\"\\ud800\":2}");

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(reply.json().get("code").asText()).isEqualTo("json_malformed");
    }
  }
}
