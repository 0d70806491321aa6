package io.ramtalk.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.server.Caller;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.RefusalLine;
import io.ramtalk.server.internal.http.RequestTrace;
import java.net.InetAddress;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

final class LogFormatTest {
  private static final RequestTrace REQUEST =
      new RequestTrace("G\u001bET", "/users", InetAddress.getLoopbackAddress());
  private static final Problems.Problem PROBLEM =
      new Problems.Problem(404, "user_not_found", "User not found");

  @Test
  void text_refusal_isOneLine() {
    var line = LogFormat.text().format(refusal(null));

    assertThat(line).isEqualTo("2026-11-22T10:44:00.123Z info a.B: Refused user_not_found 404"
        + " G\\u001bET /users request_id=" + REQUEST.id() + " client=127.0.0.1 left_out=7\n");
  }

  @Test
  void text_fault_standsBelow() {
    var line = LogFormat.text().format(refusal("java.lang.Error\n\tat a.B"));

    assertThat(line.lines()).hasSize(3).endsWith("java.lang.Error", "\tat a.B");
  }

  @Test
  void json_refusal_hasAMemberForEachFact() {
    var line = LogFormat.json().format(refusal("java.lang.Error\n\tat a.B"));

    assertThat(line).endsWith("}\n").hasLineCount(1);
    var json = Caller.parse(line);
    assertThat(json.get("time").asText()).isEqualTo("2026-11-22T10:44:00.123Z");
    assertThat(json.get("level").asText()).isEqualTo("info");
    assertThat(json.get("source").asText()).isEqualTo("a.B");
    assertThat(json.get("message").asText()).startsWith("Refused user_not_found 404 ");
    assertThat(json.get("code").asText()).isEqualTo("user_not_found");
    assertThat(json.get("status").asInt()).isEqualTo(404);
    assertThat(json.get("method").asText()).isEqualTo("G\\u001bET");
    assertThat(json.get("route").asText()).isEqualTo("/users");
    assertThat(json.get("request_id").asText()).isEqualTo(REQUEST.id());
    assertThat(json.get("client").asText()).isEqualTo("127.0.0.1");
    assertThat(json.get("left_out").asInt()).isEqualTo(7);
    assertThat(json.get("fault").asText()).isEqualTo("java.lang.Error\n\tat a.B");
  }

  @Test
  void lineOfALibrary_inBothForms_isOneSafeLine() {
    var entry = entry(Level.SEVERE, "Bad {0}\r\n" + "x".repeat(5_000), "\u009b2J\u202e");
    entry.setThrown(new IllegalStateException("what somebody wrote"));

    var text = LogFormat.text().format(entry);
    var json = LogFormat.json().format(entry);

    assertThat(text.lines().findFirst().orElseThrow()).hasSizeLessThan(2_200)
        .contains("error a.B: Bad \\u009b2J\\u202e\\r\\nxxx");
    assertThat(text).contains("\njava.lang.IllegalStateException\n\tat ")
        .doesNotContain("what somebody wrote");
    assertThat(json).hasLineCount(1);
    assertThat(Caller.parse(json).get("fault").asText())
        .startsWith("java.lang.IllegalStateException\n\tat ");
  }

  @Test
  void level_ofTheJdk_isTheFlagsWord() {
    assertThat(LogLevel.of(Level.SEVERE)).isEqualTo(LogLevel.ERROR);
    assertThat(LogLevel.of(Level.WARNING)).isEqualTo(LogLevel.WARNING);
    assertThat(LogLevel.of(Level.CONFIG)).isEqualTo(LogLevel.DEBUG);
    assertThat(LogLevel.of(Level.FINEST)).isEqualTo(LogLevel.DEBUG);
  }

  private static LogRecord refusal(String fault) {
    return entry(Level.INFO, "{0}", new RefusalLine(PROBLEM, REQUEST, 7, fault));
  }

  private static LogRecord entry(Level level, String format, Object parameter) {
    var entry = new LogRecord(level, format);
    entry.setInstant(Instant.parse("2026-11-22T10:44:00.123Z"));
    entry.setLoggerName("a.B");
    entry.setParameters(new Object[] {parameter});
    return entry;
  }
}
