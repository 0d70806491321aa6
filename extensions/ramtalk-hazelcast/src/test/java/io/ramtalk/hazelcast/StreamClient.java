package io.ramtalk.hazelcast;

import io.ramtalk.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * An event stream of one user that acknowledges nothing. Like a browser, the client reconnects to
 * the same server {@value #RETRY_MILLIS} ms after its connection ends. The client gives up a
 * connection without a response after the same time. The client waits longer after many tries.
 *
 * <p><b>Threads:</b> a thread of its own reads; any thread may call the methods.
 */
final class StreamClient implements AutoCloseable {
  static final int RETRY_MILLIS = 50;

  private static final int IMPATIENT_TRIES = 200;

  private static final Pattern TEXT = Pattern.compile("\"text\":\"([^\"]+)\"");

  private final InetSocketAddress server;
  private final byte[] request;
  private final Thread thread;
  private final Set<String> texts = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private int tries;
  private volatile Socket socket = new Socket();
  private volatile CountDownLatch hello = new CountDownLatch(1);

  StreamClient(URI server, String user) {
    this.server = new InetSocketAddress(server.getHost(), server.getPort());
    request = ("GET /stream/" + user + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
    thread = new Thread(this::run, "stream of " + user);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      do {
        read();
      } while (!closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (var connection = new Socket()) {
      socket = connection;
      int millis = tries++ < IMPATIENT_TRIES ? RETRY_MILLIS : (int) Eventually.LIMIT.toMillis();
      connection.connect(server, millis);
      connection.setSoTimeout(millis);
      connection.getOutputStream().write(request);
      var lines = new BufferedReader(
          new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
      for (var line = lines.readLine(); line != null && !isClosing(); line = lines.readLine()) {
        connection.setSoTimeout(0);
        see(line);
      }
    } catch (IOException e) {
      return; // the next connection follows
    }
  }

  private void see(String line) {
    var text = TEXT.matcher(line);
    if (text.find()) {
      texts.add(text.group(1));
    } else if (line.contains("\"hello\"")) {
      hello.countDown();
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Returns the texts that were pushed. */
  Set<String> texts() {
    return Set.copyOf(texts);
  }

  /** Closes the connection, so that the client opens a new connection. */
  void reconnect() throws IOException {
    hello = new CountDownLatch(1);
    socket.close();
  }

  /** Returns whether the server has sent its hello since the last call of {@link #reconnect}. */
  boolean isConnected() {
    return hello.getCount() == 0;
  }

  /** Ends the connection for good. */
  @Override
  public void close() throws IOException {
    closing.countDown();
    socket.close();
  }
}
