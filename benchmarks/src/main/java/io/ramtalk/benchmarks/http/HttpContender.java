package io.ramtalk.benchmarks.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server that is measured over HTTP.
 *
 * @param name the name in the report
 * @param load the argument for the load script
 * @param signsUp whether users must sign up before the load
 * @param program the command that starts the server
 */
record HttpContender(String name, String load, boolean signsUp, Program program) {
  /** The name of the server that the others are compared with. */
  static final String BARE = "bare";

  /** The name of the build under test. */
  static final String RAMTALK = "ramtalk";

  /** The JVM flags of {@code bin/ramtalk-server}. */
  static final List<String> JVM_FLAGS = List.of(
      "-XX:-UsePerfData", "-XX:+DisableAttachMechanism", "-XX:-CreateCoredumpOnCrash",
      "-XX:+ErrorFileToStderr", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxDirectMemorySize=512m");

  /** A command that starts a server. */
  @FunctionalInterface
  interface Program {
    /**
     * Returns the command line.
     *
     * @param port the local port to listen on
     * @param directory a folder for temporary files of the server
     */
    List<String> command(int port, Path directory) throws IOException;
  }

  /** Returns this contender, whose program is a JVM, with more JVM options. */
  HttpContender withOptions(List<String> options) {
    return new HttpContender(name, load, signsUp, (port, directory) -> {
      var command = new ArrayList<>(program.command(port, directory));
      command.addAll(1, options);
      return command;
    });
  }

  /** Returns a RAMTalk server, started with the given class path options. */
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
