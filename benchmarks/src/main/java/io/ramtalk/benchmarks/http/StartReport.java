package io.ramtalk.benchmarks.http;

import io.ramtalk.benchmarks.Goal;
import io.ramtalk.benchmarks.HttpSignUps;
import io.ramtalk.benchmarks.Person;
import io.ramtalk.benchmarks.Rounds;
import io.ramtalk.benchmarks.process.Scratch;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A report on the time until the first response of a server, its memory afterwards, and the time of
 * commands, each compared with an alternative.
 */
public final class StartReport {
  /* Each launcher once creates an archive of its classes. That happens first, so the measured
   * starts all use it. The archive for commands goes to a folder of the run; the server's lies next
   * to its jar. */
  private static final String SERVER = "bin/ramtalk-server";
  private static final String BARE = "bare";
  private static final String BARE_TUNED = "bare, shared, C1, serial";
  private static final String PYTHON = "python client";
  private static final String RECEIVE = "bin/ramtalk receive";
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long ARCHIVE_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final Path root;
  private final Path scratch;
  private final PrintStream out;
  private final int rounds;
  private final int idleSeconds;

  private StartReport(Path root, Path scratch, boolean quick, PrintStream out) {
    this.root = root;
    this.scratch = scratch;
    this.out = out;
    rounds = quick ? 2 : 15;
    idleSeconds = quick ? 1 : 3;
  }

  /**
   * Measures and prints.
   *
   * @param args the folder of RAMTalk, and {@code --quick} for few rounds
   * @throws IOException if a program does not start or fails
   * @throws InterruptedException if the thread is interrupted
   */
  public static void main(String... args) throws IOException, InterruptedException {
    run(Path.of(args[0]), List.of(args).contains("--quick"), System.out);
  }

  static void run(Path root, boolean quick, PrintStream out)
      throws IOException, InterruptedException {
    try (var scratch = new Scratch()) {
      var report = new StartReport(root, scratch.directory(), quick, out);
      var goals = new ArrayList<Goal>();
      report.servers(goals);
      report.commands(goals);
      goals.forEach(out::println);
    }
  }

  private void servers(List<Goal> goals) throws IOException, InterruptedException {
    var archive = scratch.resolve("bare.jsa");
    var programs = new LinkedHashMap<String, StartingServer.Program>();
    StartingServer.Program launcher = port ->
        List.of(root.resolve(SERVER).toString(), "--port", String.valueOf(port));
    programs.put(SERVER, launcher);
    programs.put(BARE, port -> bare(port));
    programs.put(BARE_TUNED, port -> bare(port, "-XX:SharedArchiveFile=" + archive,
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    StartingServer.start(launcher, Map.of()).close();
    StartingServer.start(
        port -> bare(port, "-XX:ArchiveClassesAtExit=" + archive), Map.of()).close();
    var starts = new Rounds("ms to the first response", BARE);
    var memory = new Rounds("MB resident when idle", BARE);
    var order = new ArrayList<>(programs.entrySet());
    for (int round = 0; round < rounds; round++) {
      for (var program : order) {
        try (var server = StartingServer.start(program.getValue(), Map.of())) {
          starts.add(program.getKey(), server.millis());
          memory.add(program.getKey(), server.idleMegabytes(idleSeconds));
        }
      }
      Collections.rotate(order, 1);
    }
    out.printf("%d rounds in turns; memory %d s after the first response%n%n", rounds, idleSeconds);
    starts.print(out);
    memory.print(out);
    goals.add(Goal.atMost(300, "ms from the launcher to the first response",
        starts.of(SERVER).median()));
    goals.add(Goal.atMost(80, "MB resident when idle", memory.of(SERVER).median()));
  }

  private static List<String> bare(int port, String... options) {
    var command = new ArrayList<>(List.of(java(), "-XX:-UsePerfData", "-Xlog:disable"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"),
        BareServer.class.getName(), HttpWork.MESSAGES.name(), String.valueOf(port)));
    return command;
  }

  private void commands(List<Goal> goals) throws IOException, InterruptedException {
    try (var server = StartingServer.start(port -> List.of(root.resolve(SERVER).toString(),
        "--port", String.valueOf(port)), Map.of())) {
      var url = "http://127.0.0.1:" + server.port();
      var user = new HttpSignUps(server.port()).user(Person.at(0));
      var environment = Map.of("RAMTALK_SERVER", url,
          "XDG_CACHE_HOME", scratch.toString(), "XDG_CONFIG_HOME", scratch.toString());
      var ramtalk = root.resolve("bin/ramtalk").toString();
      var commands = new LinkedHashMap<String, List<String>>();
      commands.put("java -version", List.of(java(), "-version"));
      var receive = List.of(ramtalk, "receive", "--user", user);
      commands.put(RECEIVE, receive);
      commands.put("bin/ramtalk users", List.of(ramtalk, "users"));
      addPython(commands, url, user);
      time(receive, environment);
      awaitArchive();
      var times = new Rounds("ms from start to end",
          commands.containsKey(PYTHON) ? PYTHON : "java -version");
      var order = new ArrayList<>(commands.entrySet());
      for (int round = 0; round < 2 * rounds; round++) {
        for (var command : order) {
          times.add(command.getKey(), time(command.getValue(), environment));
        }
        Collections.rotate(order, 1);
      }
      out.printf("commands, %d rounds in turns%n%n", 2 * rounds);
      times.print(out);
      if (commands.containsKey(PYTHON)) {
        goals.add(Goal.atMost(1, "time of a command, times the Python client's",
            times.ratios(RECEIVE, PYTHON).median()));
      }
    }
  }

  /** Adds a simple client in Python: argparse, and requests if that is installed. */
  private void addPython(Map<String, List<String>> commands, String url, String user)
      throws IOException {
    var requests = Python.with("requests");
    var python = requests.isPresent() ? requests : Python.with("urllib.request");
    if (python.isEmpty()) {
      out.println("without a Python client: python3 is not installed");
      return;
    }
    if (requests.isEmpty()) {
      out.println("the Python client uses urllib, because requests is not installed"
          + " (on Debian: apt-get install python3-requests)");
    }
    var client = scratch.resolve("client.py");
    try (var in = Objects.requireNonNull(StartReport.class.getResourceAsStream("client.py"))) {
      Files.copy(in, client);
    }
    commands.put(PYTHON, List.of(python.get().program(), client.toString(),
        "--server", url, "receive", "--user_id", user));
  }

  /** Runs a command until it exits. Returns the time in milliseconds. */
  private static double time(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command)
        .redirectErrorStream(true).redirectOutput(new File("/dev/null"));
    builder.environment().putAll(environment);
    long began = System.nanoTime();
    int exit = builder.start().waitFor();
    long took = System.nanoTime() - began;
    if (exit != 0) {
      throw new IOException(command + " exited with " + exit);
    }
    return took / 1e6;
  }

  /** Waits until the launcher of commands has created its archive, in the background. */
  private void awaitArchive() throws IOException {
    long began = System.nanoTime();
    while (!isArchived()) {
      if (System.nanoTime() - began > ARCHIVE_NANOS) {
        throw new IOException("bin/ramtalk did not create an archive of its classes in time");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private boolean isArchived() throws IOException {
    var cache = scratch.resolve("ramtalk");
    if (!Files.isDirectory(cache)) {
      return false;
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files.anyMatch(file -> file.toString().endsWith(".jsa"));
    }
  }

  private static String java() {
    return ProcessHandle.current().info().command().orElse("java");
  }
}
