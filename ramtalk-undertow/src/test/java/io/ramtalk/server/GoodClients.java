package io.ramtalk.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients with one connection each that send messages to themselves and receive them at an easy
 * pace.
 */
final class GoodClients implements AutoCloseable {
  private static final int THREADS = 4;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  private final List<Client> clients = new ArrayList<>();

  GoodClients(Caller caller, int port, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      var user = caller.signUp("0178" + (1_000_000 + i));
      clients.add(new Client(user, new RawConnection(port)));
    }
  }

  private record Client(String user, RawConnection connection) {
    void send() throws IOException {
      var body = "{\"from_id\":\"" + user + "\",\"to_id\":\"" + user + "\",\"message\":\"Hello\"}";
      expect200(connection.send("POST /send HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
          + " application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
          .response());
    }

    void receive() throws IOException {
      expect200(connection.send(TestServer.get("/receive/" + user)).response());
    }

    private static void expect200(RawConnection.Response response) {
      if (response.status() != 200) {
        throw new AssertionError(response.status() + " " + response.text());
      }
    }
  }

  /**
   * Runs all clients for a while, each at least once, and returns their sorted response times in
   * microseconds.
   */
  long[] work(long millis) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    var waits = new ArrayList<Long>();
    Race.run(THREADS, lane -> {
      var mine = new ArrayList<Long>();
      do {
        for (int i = lane; i < clients.size(); i += THREADS) {
          mine.add(micros(clients.get(i)::send));
          mine.add(micros(clients.get(i)::receive));
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } while (System.nanoTime() < end);
      return mine;
    }).forEach(waits::addAll);
    return waits.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /** Returns the 99th percentile of sorted response times. */
  static long p99(long... sorted) {
    return sorted[(int) (sorted.length * 99L / 100)];
  }

  static String describe(long... sorted) {
    return "%,d requests, median %,d us, p99 %,d us, most %,d us".formatted(sorted.length,
        sorted[sorted.length / 2], p99(sorted), Arrays.stream(sorted).max().orElseThrow());
  }

  private interface Request {
    void make() throws IOException;
  }

  private static long micros(Request request) throws IOException {
    long start = System.nanoTime();
    request.make();
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
  }

  @Override
  public void close() throws IOException {
    for (var client : clients) {
      client.connection().close();
    }
  }
}
