package io.ramtalk.benchmarks;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** A contender that listens on a free port of this machine, on processor 0. */
final class HttpServerProcess implements AutoCloseable {
  private static final int SERVER_PROCESSOR = 0;
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final int POLL_MILLIS = 10;
  private static final int ANSWER_TIMEOUT_MILLIS = 10_000;
  private static final Pattern USER_ID = Pattern.compile("\"user_id\":\"([^\"]+)\"");

  private final HttpContender contender;
  private final PinnedProcess process;
  private final int port;

  private HttpServerProcess(HttpContender contender, PinnedProcess process, int port) {
    this.contender = contender;
    this.process = process;
    this.port = port;
  }

  /** Starts a contender and waits until it listens. */
  static HttpServerProcess start(HttpContender contender, Scratch scratch)
      throws IOException, InterruptedException {
    int port = freePort();
    var command = contender.program().command(port, scratch.directory());
    var server =
        new HttpServerProcess(contender, scratch.start(SERVER_PROCESSOR, command), port);
    try {
      server.awaitListening();
      return server;
    } catch (IOException | InterruptedException e) {
      server.close();
      throw e;
    }
  }

  int port() {
    return port;
  }

  /** Returns what the server took of its processor since it was started. */
  long cpuNanos() {
    return process.cpuNanos();
  }

  /** Returns what Linux tells of the server. */
  ProcessFiles files() {
    return process.files();
  }

  /** Returns the ids of as many users, who are signed up where the contender asks for that. */
  List<String> users(int count) throws IOException {
    var ids = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      ids.add(contender.signsUp() ? signUp(Person.at(i)) : UUID.randomUUID().toString());
    }
    return ids;
  }

  @Override
  public void close() {
    process.end();
  }

  private String signUp(Person person) throws IOException {
    var request = (HttpURLConnection)
        URI.create("http://127.0.0.1:" + port + "/signup").toURL().openConnection();
    request.setReadTimeout(ANSWER_TIMEOUT_MILLIS);
    request.setDoOutput(true);
    try (var body = request.getOutputStream()) {
      body.write(("mobile=" + person.mobile() + "&name=" + person.name())
          .getBytes(StandardCharsets.US_ASCII));
    }
    try (var in = request.getInputStream()) {
      var answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return USER_ID.matcher(answer).results().map(match -> match.group(1)).findFirst()
          .orElseThrow(() -> new IOException(contender.name() + " signed nobody up: " + answer));
    }
  }

  private void awaitListening() throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (!isListening()) {
      boolean isLate = System.nanoTime() - began > START_TIMEOUT.toNanos();
      if (isLate || process.awaitEnd(Duration.ofMillis(POLL_MILLIS))) {
        throw new IOException(contender.name() + " did not start to listen on port " + port
            + ". It said: " + process.output());
      }
    }
  }

  private boolean isListening() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
