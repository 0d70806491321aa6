package io.ramtalk.benchmarks.http;

import io.ramtalk.benchmarks.process.ProcessFiles;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server from the start of its program, on any processor, to its first response. */
final class StartingServer implements AutoCloseable {
  private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final int STOP_SECONDS = 10;

  private final Process process;
  private final int port;
  private final double millis;

  private StartingServer(Process process, int port, long began) throws IOException {
    this.process = process;
    this.port = port;
    try {
      awaitResponse(began);
    } catch (IOException e) {
      close();
      throw e;
    }
    millis = (System.nanoTime() - began) / 1e6;
  }

  /** A command that starts a server on a port. */
  @FunctionalInterface
  interface Program {
    List<String> command(int port);
  }

  /** Starts a server and waits for its first response. */
  static StartingServer start(Program program, Map<String, String> environment)
      throws IOException {
    int port = freePort();
    var builder = new ProcessBuilder(program.command(port))
        .redirectErrorStream(true).redirectOutput(new File("/dev/null"));
    builder.environment().putAll(environment);
    long began = System.nanoTime();
    return new StartingServer(builder.start(), port, began);
  }

  /** Returns the time until the first response, in milliseconds. */
  double millis() {
    return millis;
  }

  int port() {
    return port;
  }

  /** Returns the resident memory after an idle time, in megabytes. */
  double idleMegabytes(int seconds) throws IOException, InterruptedException {
    if (process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new IOException("The server exited with " + process.exitValue());
    }
    return ProcessFiles.of(process.pid()).residentBytes() / 1e6;
  }

  /** Stops the server and waits until it has exited. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitResponse(long began) throws IOException {
    while (!responds()) {
      if (!process.isAlive() || System.nanoTime() - began > TIMEOUT_NANOS) {
        throw new IOException("The server did not respond: " + process.info().commandLine());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private boolean responds() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(TIMEOUT_NANOS));
      socket.getOutputStream().write(("GET /livez HTTP/1.1\r\nHost: 127.0.0.1:" + port
          + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      var response = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return response.equals("HTTP/1.1 200");
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
