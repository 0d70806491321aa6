package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One address that holds its maximum number of connections does not keep other addresses out.
 * {@code -Dramtalk.flood.sockets=10000} sets the number of connections and prints the response
 * times of other clients. Each connection needs a file descriptor in both processes.
 */
final class ConnectionFloodTest {
  private static final int BUILD_SOCKETS = 300;
  private static final int SOCKETS = Integer.getInteger("ramtalk.flood.sockets", BUILD_SOCKETS);
  private static final int REFUSED = 100;
  private static final int ASKED = 200;

  @Test
  @Tag("scaled")
  void flood_refusedOverItsShare_othersServed(@TempDir Path directory) throws Exception {
    var flood = new ArrayDeque<RawConnection>();
    try (var server = ServerProcess.start(directory, List.of(), List.of("-Xmx1g"), "--port", "0",
        "--connections", "16000", "--connections-per-address", String.valueOf(SOCKETS),
        "--keep-alive-timeout", "5m")) {
      int port = server.uri().getPort();
      for (int i = 0; i < SOCKETS; i++) {
        flood.add(new RawConnection(port));
      }
      assertThat(flood.getLast().send(TestServer.get("/livez")).response().status()).isEqualTo(200);

      assertThat(refusals(port, flood)).isEqualTo(REFUSED);
      var micros = askFromElsewhere(port);

      if (SOCKETS > BUILD_SOCKETS) {
        long most = micros[micros.length - 1];
        System.out.printf("ConnectionFloodTest: %,d idle, %d refused; /livez from elsewhere:"
            + " median %,d us, most %,d us%n", SOCKETS, REFUSED, micros[ASKED / 2], most);
      }
    } finally {
      for (var connection : flood) {
        connection.close();
      }
    }
  }

  /**
   * Connects until the server has rejected or accepted {@link #REFUSED} connections, and returns
   * the number of rejections. Accepted connections join the flood: another process may have held a
   * part of the share when the flood began.
   */
  private static int refusals(int port, Deque<RawConnection> flood) throws IOException {
    int refused = 0;
    for (int accepted = 0; accepted < REFUSED && refused < REFUSED; ) {
      var connection = new RawConnection(port);
      if (isRefused(connection)) {
        connection.close();
        refused++;
      } else {
        flood.add(connection);
        accepted++;
      }
    }
    return refused;
  }

  private static boolean isRefused(RawConnection connection) throws IOException {
    try {
      return connection.send(TestServer.get("/livez")).isAtEnd();
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Returns the sorted response times in microseconds, each measured on a new connection. */
  private static long[] askFromElsewhere(int port) throws Exception {
    var micros = new long[ASKED];
    for (int i = 0; i < ASKED; i++) {
      long start = System.nanoTime();
      try (var connection = RawConnection.from("127.0.0.2", port)) {
        assertThat(connection.send(TestServer.get("/livez")).response().status()).isEqualTo(200);
      }
      micros[i] = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
    }
    Arrays.sort(micros);
    return micros;
  }
}
