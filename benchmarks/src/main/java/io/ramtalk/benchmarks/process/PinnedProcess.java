package io.ramtalk.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process bound to one processor, whose output goes to a file. */
public final class PinnedProcess {
  private static final int STOP_SECONDS = 10;
  private static final int MAX_OUTPUT_CHARS = 4_000;

  private final Process process;
  private final Path output;

  private PinnedProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static PinnedProcess start(int processor, List<String> command, Path output)
      throws IOException {
    var pinned = new ArrayList<>(List.of("taskset", "-c", String.valueOf(processor)));
    pinned.addAll(command);
    var process = new ProcessBuilder(pinned)
        .redirectErrorStream(true).redirectOutput(output.toFile()).start();
    return new PinnedProcess(process, output);
  }

  /** Waits until the process exits. Returns false after the timeout. */
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns the output, or only its end if it is long. */
  public String output() throws IOException {
    var said = Files.readString(output).strip();
    return said.substring(Math.max(0, said.length() - MAX_OUTPUT_CHARS));
  }

  /** Returns the Linux process files; taskset has been replaced by the program by then. */
  public ProcessFiles files() {
    return ProcessFiles.of(process.pid());
  }

  /** Returns the processor time of the process and its children, to some milliseconds. */
  public long cpuNanos() {
    return family(process.toHandle())
        .mapToLong(one -> one.info().totalCpuDuration().orElse(Duration.ZERO).toNanos()).sum();
  }

  /** Stops the process and its children, by force if necessary. */
  public void end() {
    var family = family(process.toHandle()).toList();
    process.destroy();
    try {
      awaitEnd(Duration.ofSeconds(STOP_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }

  private static Stream<ProcessHandle> family(ProcessHandle parent) {
    return Stream.concat(Stream.of(parent), parent.descendants());
  }
}
