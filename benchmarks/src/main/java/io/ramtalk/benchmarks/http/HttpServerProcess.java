package io.ramtalk.benchmarks.http;

import io.ramtalk.benchmarks.HttpSignUps;
import io.ramtalk.benchmarks.Person;
import io.ramtalk.benchmarks.process.PinnedProcess;
import io.ramtalk.benchmarks.process.ProcessFiles;
import io.ramtalk.benchmarks.process.Scratch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A contender that listens on a free local port, on processor 0. */
final class HttpServerProcess implements AutoCloseable {
  private static final int SERVER_PROCESSOR = 0;
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final int POLL_MILLIS = 10;

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

  /** Returns the processor time of the server since it was started. */
  long cpuNanos() {
    return process.cpuNanos();
  }

  /** Returns the Linux process files of the server. */
  ProcessFiles files() {
    return process.files();
  }

  /** Returns the ids of that many users, signed up if the contender requires it. */
  List<String> users(int count) throws IOException {
    var signUps = new HttpSignUps(port);
    var ids = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      ids.add(contender.signsUp() ? signUps.user(Person.at(i)) : UUID.randomUUID().toString());
    }
    return ids;
  }

  @Override
  public void close() {
    process.end();
  }

  private void awaitListening() throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (!isListening()) {
      boolean isLate = System.nanoTime() - began > START_TIMEOUT.toNanos();
      if (isLate || process.awaitEnd(Duration.ofMillis(POLL_MILLIS))) {
        throw new IOException(contender.name() + " did not start to listen on port " + port
            + ". Its output: " + process.output());
      }
    }
  }

  private boolean isListening() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
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
