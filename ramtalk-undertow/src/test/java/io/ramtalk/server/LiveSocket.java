package io.ramtalk.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.ramtalk.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;

/** A WebSocket of the JDK's client that queues received frames for the test. */
final class LiveSocket implements WebSocket.Listener, AutoCloseable {
  static final int CLOSED_ABNORMALLY = 1006;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;

  private LiveSocket() {}

  static LiveSocket open(int port, String path) {
    return open(port, path, "");
  }

  /** Opens a socket with a token; an empty token sends none. */
  static LiveSocket open(int port, String path, String token) {
    var listener = new LiveSocket();
    var uri = URI.create("ws://127.0.0.1:" + port + path);
    var builder = CLIENT.newWebSocketBuilder();
    if (!token.isEmpty()) {
      builder.header("Authorization", "Bearer " + token);
    }
    listener.socket = Eventually.get(builder.buildAsync(uri, listener));
    return listener;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      frames.add(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closeCode.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closeCode.complete(CLOSED_ABNORMALLY);
  }

  /** Returns the text of the next frame. */
  String nextText() {
    return Eventually.take(frames);
  }

  JsonNode next() {
    return Caller.parse(nextText());
  }

  /** Returns the next frame and fails unless it has the given type. */
  JsonNode next(String type) {
    var frame = next();
    if (!frame.get("type").asText().equals(type)) {
      throw new AssertionError("Not a " + type + ": " + frame);
    }
    return frame;
  }

  /** Returns the texts of the next messages. */
  List<String> texts(int count) {
    var texts = new ArrayList<String>();
    while (texts.size() < count) {
      texts.add(next("message").get("text").asText());
    }
    return texts;
  }

  /** Returns whether the queue of received frames is empty. */
  boolean isQuiet() {
    return frames.isEmpty();
  }

  void say(String json) {
    Eventually.get(socket.sendText(json, true));
  }

  /** Sends a frame of the given type, such as {@code ack}, about some messages. */
  void say(String type, String... ids) {
    say("{\"type\":\"" + type + "\",\"ids\":[\"" + String.join("\",\"", ids) + "\"]}");
  }

  /**
   * Sends an unknown frame and awaits the error, by which time all earlier frames are processed.
   */
  void awaitObeyed() {
    say("{\"type\":\"sync\",\"ref\":\"sync\"}");
    var frame = next("error");
    if (!frame.get("ref").asText().equals("sync")) {
      throw new AssertionError("Not the answer: " + frame);
    }
  }

  void sayBinary(byte... bytes) {
    Eventually.get(socket.sendBinary(ByteBuffer.wrap(bytes), true));
  }

  /** Returns the close code, or {@link #CLOSED_ABNORMALLY} if the server sent none. */
  int closeCode() {
    return Eventually.get(closeCode);
  }

  /** Breaks the connection without a close frame. */
  void abort() {
    socket.abort();
  }

  @Override
  public void close() {
    if (!socket.isOutputClosed()) {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(e -> null).join();
    }
  }
}
