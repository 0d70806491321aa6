package io.ramtalk.hazelcast;

import io.ramtalk.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A client with a live connection that acknowledges each pushed message. The client reconnects to
 * the next server when its connection ends.
 */
final class LiveClient implements AutoCloseable {
  private static final Pattern MESSAGE = Pattern.compile(
      "\"text\":\"(?<text>[^\"]+)\"[^{}]*\"id\":\"(?<id>[^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(HttpLoad.PATIENCE).build();
  private final List<URI> servers;
  private final String user;
  private final Taker taker;
  private final Set<String> pushed = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile Set<String> expected = Set.of();
  private volatile boolean closed;
  private volatile WebSocket open;

  /** Connects to the servers in turn, starting with the second server. */
  LiveClient(List<URI> servers, String user, Taker taker) {
    this.servers = servers;
    this.user = user;
    this.taker = taker;
    connect();
  }

  /** A consumer of pushed messages. */
  interface Taker {
    void take(String text, String id, String user);
  }

  private void connect() {
    if (closed) {
      return;
    }
    var server = servers.get(attempts.incrementAndGet() % servers.size());
    http.newWebSocketBuilder().connectTimeout(HttpLoad.PATIENCE)
        .buildAsync(URI.create(server.toString().replace("http", "ws") + "/ws/" + user),
            new Frames())
        .whenComplete((socket, failure) -> {
          if (failure == null) {
            connections.incrementAndGet();
            open = socket;
            abortIfClosed();
          } else {
            CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(this::connect);
          }
        });
  }

  /** A listener that assembles frames and acknowledges each message. */
  private final class Frames implements WebSocket.Listener {
    private final StringBuilder part = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (!last) {
        socket.request(1);
        return null;
      }
      var message = MESSAGE.matcher(part.toString());
      part.setLength(0);
      if (!message.find()) {
        socket.request(1);
        return null;
      }
      taker.take(message.group("text"), message.group("id"), user);
      pushed.add(message.group("text"));
      return socket.sendText("{\"type\":\"ack\",\"ids\":[\"" + message.group("id") + "\"]}", true)
          .whenComplete((sent, failure) -> socket.request(1));
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      connect();
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      connect();
    }
  }

  /** Waits until all of these texts were pushed. */
  void awaitAll(Set<String> texts) {
    expected = texts;
    Eventually.that(() -> "all is pushed but " + missing(), () -> missing().isEmpty());
  }

  /** Returns the expected texts that have not been pushed. */
  Set<String> missing() {
    var missing = new TreeSet<>(expected);
    missing.removeAll(pushed);
    return missing;
  }

  /** Returns the number of connections made so far. */
  int connections() {
    return connections.get();
  }

  /** Returns the number of different texts that were pushed. */
  int received() {
    return pushed.size();
  }

  @Override
  public void close() {
    closed = true;
    abortIfClosed();
  }

  private void abortIfClosed() {
    var socket = open;
    if (closed && socket != null) {
      socket.abort();
    }
  }
}
