package io.ramtalk.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * A recording of the flight recorder, which is part of every JDK: what the threads of a JVM did
 * every few milliseconds.
 *
 * @param file where the JVM writes it when it ends
 */
record FlightRecording(Path file) {
  private static final int MAX_FRAMES = 128;

  /** Returns the options of a JVM that records. */
  List<String> options(Path settings) {
    return List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints",
        "-XX:FlightRecorderOptions:stackdepth=" + MAX_FRAMES + ",repository=" + file.getParent(),
        "-XX:StartFlightRecording:dumponexit=true,filename=" + file + ",settings=" + settings,
        "-Xlog:jfr*=off");
  }

  /** Reads what was seen from one moment to another, after the JVM has ended. */
  Samples read(Instant from, Instant to) throws IOException {
    var samples = new Samples();
    try (var events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        var event = events.readEvent();
        if (event.getStartTime().isAfter(from) && event.getStartTime().isBefore(to)) {
          add(event, samples);
        }
      }
    }
    return samples;
  }

  private static void add(RecordedEvent event, Samples samples) {
    var stack = event.getStackTrace();
    if (stack == null || stack.getFrames().isEmpty()) {
      return;
    }
    var frames = stack.getFrames().stream().map(frame -> name(frame.getMethod())).toList();
    if (event.getEventType().getName().equals("jdk.ExecutionSample")) {
      samples.addJava(frames);
    } else {
      samples.addNative(frames);
    }
  }

  private static String name(RecordedMethod method) {
    return method.getType().getName() + "." + method.getName();
  }
}
