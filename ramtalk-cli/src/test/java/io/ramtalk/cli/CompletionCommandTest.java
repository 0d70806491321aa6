package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Tools;
import io.ramtalk.cli.internal.client.ExitCode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CompletionCommandTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completion_ofShell_knowsCommandsAndOptions(String shell) {
    var run = CommandRun.of(NOWHERE, "completion", shell);

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("complete -F _complete_ramtalk", "receive", "--mark-read");
  }

  @Test
  void completion_ofAnotherShell_isRejected() {
    var run = CommandRun.of(NOWHERE, "completion", "fish");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("'fish'", "BASH, ZSH");
  }

  @Test
  void script_inBash_completesCommandsAndOptions() throws Exception {
    assertThat(complete("bash", "ramtalk", "rec")).containsExactly("receive");
    assertThat(complete("bash", "ramtalk", "receive", "--mark")).containsExactly("--mark-read");
  }

  /** Returns the completions that a shell offers for the last word of a line. */
  private List<String> complete(String shell, String... words) throws Exception {
    var script = Files.writeString(folder.resolve("completion"),
        CommandRun.of(NOWHERE, "completion", shell).out());
    var process = new ProcessBuilder(Tools.require(shell).toString(), "-c", """
        source "$1"; shift
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _complete_ramtalk 2>/dev/null # compopt complains outside of a prompt
        printf '%s\\n' "${COMPREPLY[@]}"
        """, shell, script.toString()).redirectErrorStream(true);
    process.command().addAll(List.of(words));
    var started = process.start();
    var offered = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(started.waitFor()).as(offered).isZero();
    return offered.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
