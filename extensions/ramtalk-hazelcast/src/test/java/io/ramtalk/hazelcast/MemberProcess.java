package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A server that is a member of a cluster, in a process of its own. */
final class MemberProcess implements AutoCloseable {
  static final int MAILBOX_CAPACITY = 1_000;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Eventually.LIMIT).build();

  private final List<String> before;
  private final ClusterSettings settings;
  private final List<String> server = new ArrayList<>();
  private final URI uri;
  private final Path log;
  private Process process;

  /** Prepares a server on a port; {@code before} is a command prefix that enters a namespace. */
  MemberProcess(List<String> before, ClusterSettings settings, String host, int port, Path log) {
    this.before = before;
    this.settings = settings;
    server.addAll(List.of(Main.class.getName(),
        "--host", host, "--port", String.valueOf(port), "--log-level", "warning",
        "--mailbox-capacity", String.valueOf(MAILBOX_CAPACITY),
        "--connections-per-address", "1000",
        "--cluster-self", settings.self().toString(), "--cluster-members", members()));
    if (!host.startsWith("127.")) {
      server.add("--insecure-open");
    }
    uri = URI.create("http://" + host + ":" + port);
    this.log = log;
  }

  /** Adds options of the server, and returns this object. */
  MemberProcess with(List<String> options) {
    server.addAll(options);
    return this;
  }

  /** Returns three running members on this machine. */
  static List<MemberProcess> startThree(Path logs) throws Exception {
    var members = new ArrayList<MemberProcess>();
    var ports = TestCluster.settings(3).stream().map(free -> free.self().port()).toList();
    for (var settings : TestCluster.settings(3)) {
      int i = members.size();
      members.add(new MemberProcess(
          List.of(), settings, "127.0.0.1", ports.get(i), logs.resolve("member" + i)));
    }
    for (var member : members) {
      member.start();
    }
    awaitSafe(members);
    return members;
  }

  URI uri() {
    return uri;
  }

  void start() throws IOException {
    start(server);
  }

  /** Starts the server with a wall clock that is ahead by a number of seconds, or behind. */
  void startAhead(int seconds) throws IOException {
    var command = new ArrayList<>(List.of(
        WrongClockMember.jvmOption(seconds), WrongClockMember.class.getName(),
        String.valueOf(seconds), uri.getHost(), String.valueOf(uri.getPort())));
    command.addAll(List.of(settings.self().toString(), members()));
    start(command);
  }

  private void start(List<String> program) throws IOException {
    var command = new ArrayList<>(before);
    command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
        "-cp", System.getProperty("java.class.path")));
    command.addAll(program);
    process = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
  }

  private String members() {
    return settings.members().stream().map(ClusterSettings.Endpoint::toString)
        .collect(Collectors.joining(","));
  }

  /** Sends a signal, as {@code kill} does. */
  void signal(String name) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  void awaitEnd() {
    Eventually.exits(process);
  }

  /** Waits until all members have joined and every account has a copy. */
  static void awaitSafe(List<MemberProcess> members) throws Exception {
    for (var member : members) {
      member.await("\"safe\":true");
    }
  }

  /** Waits until each remaining member reports the number of remaining members. */
  static void awaitCount(List<MemberProcess> left) throws Exception {
    for (var member : left) {
      member.await("\"members\":" + left.size() + ",");
    }
  }

  /** Waits until the readiness response of the process contains the given words. */
  void await(String words) throws Exception {
    var last = new AtomicReference<>("");
    Eventually.that(() -> uri + " says " + words + ", at last " + last, () -> {
      assertThat(process.isAlive()).as("the process ended").isTrue();
      last.set(readyz());
      return last.get().contains(words);
    });
  }

  /** Waits until a line of the log matches a pattern in part. */
  void awaitSaid(String pattern) throws IOException {
    var words = Pattern.compile(pattern);
    Eventually.that(() -> uri + " says " + pattern, () -> words.matcher(said()).find());
  }

  /** Asserts that the process keeps running for the given time. */
  void assertRunsFor(long time, TimeUnit unit) throws InterruptedException {
    assertThat(process.waitFor(time, unit)).as("the process ended").isFalse();
  }

  /** Returns the status and body of {@code GET /readyz}. */
  String readyz() throws InterruptedException {
    try {
      var answer = HTTP.send(HttpRequest.newBuilder(uri.resolve("/readyz"))
          .timeout(Eventually.LIMIT).build(), BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      return "0 " + e;
    }
  }

  /** Returns the log of the process below a heading. */
  String said() throws IOException {
    return uri + " said:\n" + Files.readString(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
