package io.ramtalk.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The processes and files of a run, removed when it is closed or the JVM exits. */
public final class Scratch implements AutoCloseable {
  private final Path directory = Files.createTempDirectory("ramtalk-http-");
  private final List<PinnedProcess> processes = new ArrayList<>();
  private boolean closed;

  public Scratch() throws IOException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "scratch-close"));
  }

  public Path directory() {
    return directory;
  }

  /** Starts a process bound to a processor. */
  public synchronized PinnedProcess start(int processor, List<String> command) throws IOException {
    if (closed) {
      throw new IOException("The run has ended");
    }
    var process = PinnedProcess.start(
        processor, command, Files.createTempFile(directory, "output", ".txt"));
    processes.add(process);
    return process;
  }

  /** Copies a resource of this package to a file. */
  public Path copy(String resource) throws IOException {
    var file = directory.resolve(resource);
    try (var in = Objects.requireNonNull(
        Scratch.class.getResourceAsStream("/io/ramtalk/benchmarks/http/" + resource))) {
      Files.copy(in, file);
    }
    return file;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    processes.forEach(PinnedProcess::end);
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
