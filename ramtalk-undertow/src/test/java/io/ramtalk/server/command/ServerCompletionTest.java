package io.ramtalk.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerCompletionTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completion_ofShell_knowsEveryFlag(String shell) {
    int code = run("completion", shell);

    assertThat(code).isZero();
    assertThat(out.toString()).contains("complete -F _complete_ramtalk-server",
        "--port", "--mailbox-capacity", "--idle-timeout", "--test-controls");
  }

  @Test
  void completion_ofAnotherShell_isRejected() {
    int code = run("completion", "fish");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("'fish'", "BASH, ZSH", "ramtalk-server --help");
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    return Main.commandLine(Map.of()).setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true)).execute(arguments);
  }
}
