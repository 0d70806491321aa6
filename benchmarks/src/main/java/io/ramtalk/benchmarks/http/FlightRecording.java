package io.ramtalk.benchmarks.http;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * A recording of the JDK's flight recorder, which samples the threads of a JVM every few
 * milliseconds.
 *
 * @param file the file that the JVM writes when it exits
 */
record FlightRecording(Path file) {
  private static final int MAX_FRAMES = 128;

  /** Returns the JVM options for recording. */
  List<String> options(Path settings) {
    return List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints",
        "-XX:FlightRecorderOptions:stackdepth=" + MAX_FRAMES + ",repository=" + file.getParent(),
        "-XX:StartFlightRecording:dumponexit=true,filename=" + file + ",settings=" + settings,
        "-Xlog:jfr*=off");
  }

  /** Reads the samples between two moments, after the JVM has exited. */
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
