package io.ramtalk.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server that is measured over HTTP.
 *
 * @param name what the report calls it
 * @param load what the load script is told to do
 * @param signsUp whether users must sign up before the load
 * @param program the command that starts it
 */
record HttpContender(String name, String load, boolean signsUp, Program program) {
  /** What the others are compared with. */
  static final String BARE = "bare";

  /** The build that is measured. */
  static final String RAMTALK = "ramtalk";

  /** The flags that {@code bin/ramtalk-server} starts its JVM with. */
  static final List<String> JVM_FLAGS = List.of(
      "-XX:-UsePerfData", "-XX:+DisableAttachMechanism", "-XX:-CreateCoredumpOnCrash",
      "-XX:+ErrorFileToStderr", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxDirectMemorySize=512m");

  /** A server as a command. */
  @FunctionalInterface
  interface Program {
    /**
     * Returns the command.
     *
     * @param port the port of this machine to listen on
     * @param directory where the server may keep files while it runs
     */
    List<String> command(int port, Path directory) throws IOException;
  }

  /** Returns the same, whose program is a JVM, with more options for that. */
  HttpContender withOptions(List<String> options) {
    return new HttpContender(name, load, signsUp, (port, directory) -> {
      var command = new ArrayList<>(program.command(port, directory));
      command.addAll(1, options);
      return command;
    });
  }

  /** Returns a RAMTalk server, with what a JVM needs to know of its classes. */
  static HttpContender ramtalk(String name, HttpWork work, List<String> classes) {
    return new HttpContender(name, work.toString(), true, (port, directory) -> {
      var command = jvm(classes);
      command.addAll(List.of("--port", String.valueOf(port)));
      command.addAll(work.flags());
      return command;
    });
  }

  /** Returns the {@link BareServer}. */
  static HttpContender bare(HttpWork work) {
    return new HttpContender(BARE, work.toString(), false, (port, directory) -> jvm(List.of(
        "-cp", System.getProperty("java.class.path"), BareServer.class.getName(),
        work.name(), String.valueOf(port))));
  }

  private static List<String> jvm(List<String> rest) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(JVM_FLAGS);
    Stream.of(System.getenv().getOrDefault("RAMTALK_JAVA_OPTS", "").split(" "))
        .filter(option -> !option.isEmpty()).forEach(command::add);
    command.addAll(rest);
    return command;
  }
}
