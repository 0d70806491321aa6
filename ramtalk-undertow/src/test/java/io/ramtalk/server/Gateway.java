package io.ramtalk.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An SMS gateway with scripted responses that records each request. */
public final class Gateway implements AutoCloseable {
  private static final int BACKLOG = 2_000;

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  /** The gateway's response to its n-th request, counted from 0. */
  public interface Response {
    void give(Gateway gateway, HttpExchange exchange, int number) throws Exception;
  }

  /** A recorded request. */
  public record Asked(String method, String path, @Nullable String authorization,
      @Nullable String contentType, String body, long nanos) {}

  private Gateway(Response response) throws IOException {
    server = HttpServer.create(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", exchange -> {
      int number;
      synchronized (this) {
        number = asked.size();
        asked.add(read(exchange));
      }
      try {
        response.give(this, exchange, number);
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    });
    server.start();
  }

  public static Gateway answering(Response response) throws IOException {
    return new Gateway(response);
  }

  /** Starts a gateway that returns these statuses in turn and then repeats the last one. */
  public static Gateway answering(int... statuses) throws IOException {
    return new Gateway((gateway, exchange, number) -> {
      exchange.getResponseHeaders().add("Location", "/elsewhere");
      exchange.sendResponseHeaders(statuses[Math.min(number, statuses.length - 1)], -1);
      exchange.close();
    });
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/sms?account=9");
  }

  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** Withholds the response until the gateway is closed. */
  public void hang() throws InterruptedException {
    closed.await();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private static Asked read(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
        headers.getFirst("Authorization"), headers.getFirst("Content-Type"), body,
        System.nanoTime());
  }
}
