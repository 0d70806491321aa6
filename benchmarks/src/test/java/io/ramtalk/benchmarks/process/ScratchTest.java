package io.ramtalk.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScratchTest {
  @Test
  void close_processRuns_endsItAndRemovesAllFiles() throws Exception {
    Tools.require("taskset");
    var scratch = new Scratch();
    var process = scratch.start(0, List.of("sleep", "60"));
    Files.writeString(Files.createDirectory(scratch.directory().resolve("deep")).resolve("f"), "");

    scratch.close();

    assertThat(process.awaitEnd(Duration.ZERO)).isTrue();
    assertThat(scratch.directory()).doesNotExist();
    assertThatThrownBy(() -> scratch.start(0, List.of("sleep", "60")))
        .isInstanceOf(IOException.class).hasMessage("The run has ended");
  }
}
