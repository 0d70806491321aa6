package io.ramtalk.benchmarks.http;

import io.ramtalk.benchmarks.Person;
import io.undertow.Undertow;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSourceChannel;

/**
 * A bare Undertow handler: it reads and discards the request body without blocking, and sends a
 * constant as long as RAMTalk's response. No server on Undertow can do less.
 */
final class BareServer implements HttpHandler {
  private static final String ID = "00000000-0000-4000-8000-000000000000";
  private static final String SENT = "{\"status\":\"sent\",\"id\":\"0000000000000\"}";
  private static final String RECEIVED = "{\"messages\":[{\"from\":\"" + ID + "\",\"text\":"
      + "\"0123456789abcdef0123456789abcdef\",\"id\":\"0000000000000\",\"timestamp\":"
      + "\"2026-11-22T10:44:00.123Z\",\"delivery_count\":1}]}";

  private final ByteBuffer toPost;
  private final ByteBuffer toGet;

  private BareServer(HttpWork work) {
    toPost = bytes(work == HttpWork.BULK ? (SENT + "\n").repeat(HttpWork.USERS) : SENT);
    toGet = bytes(work == HttpWork.USERS1000 ? users() : RECEIVED);
  }

  /**
   * Serves until the process is stopped.
   *
   * @param args the work, and the port to listen on
   */
  public static void main(String[] args) {
    start(HttpWork.valueOf(args[0]), Integer.parseInt(args[1]));
  }

  static Undertow start(HttpWork work, int port) {
    var server = Undertow.builder()
        .addHttpListener(port, "127.0.0.1")
        .setIoThreads(Runtime.getRuntime().availableProcessors())
        .setHandler(new BareServer(work))
        .build();
    server.start();
    return server;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws IOException {
    if (exchange.isRequestComplete()) {
      respond(exchange);
      return;
    }
    var channel = exchange.getRequestChannel();
    if (isRead(exchange, channel)) {
      respond(exchange);
      return;
    }
    channel.getReadSetter().set(source -> goOn(exchange, source));
    channel.resumeReads();
  }

  private void goOn(HttpServerExchange exchange, StreamSourceChannel channel) {
    try {
      if (isRead(exchange, channel)) {
        channel.suspendReads();
        Connectors.executeRootHandler(this::respond, exchange);
      }
    } catch (IOException e) {
      IoUtils.safeClose(exchange.getConnection());
    }
  }

  /** Reads the available bytes. Returns true at the end of the body. */
  private static boolean isRead(HttpServerExchange exchange, StreamSourceChannel channel)
      throws IOException {
    try (var pooled = exchange.getConnection().getByteBufferPool().allocate()) {
      var buffer = pooled.getBuffer();
      int count;
      do {
        buffer.clear();
        count = channel.read(buffer);
      } while (count > 0);
      return count < 0;
    }
  }

  private void respond(HttpServerExchange exchange) {
    boolean isPost = exchange.getRequestMethod().equals(Methods.POST);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send((isPost ? toPost : toGet).duplicate());
  }

  private static String users() {
    return IntStream.range(0, HttpWork.USERS).mapToObj(Person::at)
        .map(person -> "\"" + ID + "\":{\"mobile\":\"" + person.mobile() + "\",\"name\":\""
            + person.name() + "\",\"online\":false}")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static ByteBuffer bytes(String text) {
    var bytes = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
