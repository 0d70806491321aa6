package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.server.CodeDelivery.Message;
import io.ramtalk.server.internal.access.GuardedDelivery;
import io.ramtalk.server.internal.wire.ProblemException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** The texts that carry one-time codes, and the places where codes must not appear. */
final class CodeDeliveryTest {
  private static final Message MESSAGE =
      new Message("01711111109", "012345", Duration.ofMinutes(5));

  private static String text(Duration life) {
    return new Message("01711111109", "012345", life).text();
  }

  @Test
  void text_codeAndLife() {
    assertThat(MESSAGE.text())
        .isEqualTo("Your RAMTalk code is 012345. It is valid for 5 minutes.");
    assertThat(text(Duration.ofMinutes(1))).endsWith("valid for 1 minute.");
    assertThat(text(Duration.ofSeconds(90))).endsWith("valid for 90 seconds.");
    assertThat(text(Duration.ofSeconds(1))).endsWith("valid for 1 second.");
  }

  @Test
  void toString_neitherCodeNorNumber() {
    assertThat(MESSAGE.toString()).contains("*********09").doesNotContain("012345", "0171111");
  }

  @Test
  void console_oneLine_atOnce() {
    var terminal = new StringWriter();

    CodeDelivery.console(new PrintWriter(terminal)).deliver(MESSAGE);

    assertThat(terminal).hasToString("To 01711111109: Your RAMTalk code is 012345. It is valid"
        + " for 5 minutes." + System.lineSeparator());
  }

  @Test
  void guarded_works_called() {
    var messages = new ArrayList<Message>();

    new GuardedDelivery(messages::add).deliver(MESSAGE);

    assertThat(messages).containsExactly(MESSAGE);
  }

  @Test
  void guarded_fails_loggedWithoutTheCode() {
    try (var log = new LogLines(GuardedDelivery.class)) {
      new GuardedDelivery(message -> {
        throw new IllegalStateException("no way to send " + message.code());
      }).deliver(MESSAGE);

      assertThat(log.lines()).singleElement().asString()
          .contains("*********09", "IllegalStateException at ", "CodeDeliveryTest")
          .doesNotContain("012345", "0171111");
    }
  }

  @Test
  void guarded_refuses_passedOn() {
    var busy = new ProblemException(503, "busy", "Too many");

    try (var log = new LogLines(GuardedDelivery.class)) {
      assertThatThrownBy(() -> new GuardedDelivery(message -> {
        throw busy;
      }).deliver(MESSAGE)).isSameAs(busy);

      assertThat(log.lines()).isEmpty();
    }
  }
}
