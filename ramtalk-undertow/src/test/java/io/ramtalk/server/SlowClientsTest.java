package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Draft;
import io.ramtalk.UserId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that take longer than they may. */
@Timeout(30)
final class SlowClientsTest {
  private static final int PICTURE_BYTES = 4 << 20;
  private static final int SHORT_MILLIS = 600;
  private static final int LONG_MILLIS = 1_500;

  private final TestServer server = new TestServer(
      limits -> limits.imageBytes(PICTURE_BYTES), settings -> settings
          .timeout(ConnectionTimeout.HEAD, Duration.ofMillis(SHORT_MILLIS))
          .timeout(ConnectionTimeout.KEEP_ALIVE, Duration.ofMillis(SHORT_MILLIS))
          .timeout(ConnectionTimeout.BODY, Duration.ofMillis(LONG_MILLIS))
          .timeout(ConnectionTimeout.SLOW_BODY, Duration.ofMillis(SHORT_MILLIS))
          .timeout(ConnectionTimeout.WRITE, Duration.ofMillis(SHORT_MILLIS))
          .limit(ConnectionLimit.BODY_RATE, 1_000));
  private final long start = System.nanoTime();

  @AfterEach
  void stop() {
    server.close();
    assertThat(server.talk().budget().used()).isZero();
  }

  @Test
  void nothingAsked_closed() throws IOException {
    try (var connection = new RawConnection(server.port())) {
      assertThat(connection.isAtEnd()).isTrue();
      assertWithin(SHORT_MILLIS, SHORT_MILLIS + 1_000);
    }
  }

  @Test
  void nothingMoreAsked_closed() throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(TestServer.get("/livez")).answer();

      assertThat(connection.isAtEnd()).isTrue();
      assertWithin(SHORT_MILLIS, SHORT_MILLIS + 1_000);
    }
  }

  @Test
  void headDrips_closed() throws Exception {
    try (var connection = new RawConnection(server.port());
        var drips = new Drips(connection, "GET /livez HTTP/1.1\r\nHost: localhost\r\nX: ")) {
      assertThat(connection.rest()).isEmpty();
      assertWithin(SHORT_MILLIS, SHORT_MILLIS + 1_000);
      assertThat(drips.count()).isGreaterThan(3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/send, application/json",
    "/send, application/x-ndjson",
    "/signup, application/x-www-form-urlencoded",
    "/signup, multipart/form-data; boundary=x",
  })
  void bodyDrips_408AndClosed(String path, String type) throws Exception {
    try (var connection = new RawConnection(server.port());
        var drips = new Drips(connection, head(path, type, "Content-Length: 9000"))) {
      var answer = connection.answer();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.text()).contains("\"code\":\"body_timeout\"");
      assertThat(connection.rest()).isEmpty();
      assertWithin(SHORT_MILLIS, SHORT_MILLIS + 1_000);
      assertThat(drips.count()).isGreaterThan(3);
    }
  }

  @Test
  void body_fastEnoughButTooLong_408AndClosed() throws Exception {
    try (var connection = new RawConnection(server.port());
        var drips = new Drips(connection, head("/send", MediaType.JSON, "Content-Length: 90000"),
            "x".repeat(200))) {
      assertThat(connection.answer().status()).isEqualTo(408);
      assertThat(connection.rest()).isEmpty();
      assertWithin(LONG_MILLIS, LONG_MILLIS + 1_000);
      assertThat(drips.count()).isGreaterThan(10);
    }
  }

  @Test
  void bulk_fastEnough_takesAnyTimeAndIsClosedWhenItDrips() throws Exception {
    var blankLine = " ".repeat(199) + "\n";
    try (var connection = new RawConnection(server.port())) {
      try (var drips = new Drips(connection,
          head("/send", "application/x-ndjson", "Content-Length: 900000"), blankLine)) {
        Await.until("it takes longer than other bodies may",
            () -> elapsedMillis() > 2 * LONG_MILLIS);
        assertThat(drips.isBroken()).isFalse();
      }
      long stopped = elapsedMillis();

      assertThat(connection.answer().status()).isEqualTo(408);
      assertThat(connection.isAtEnd()).isTrue();
      assertWithin(stopped, stopped + 2 * SHORT_MILLIS + 1_000);
    }
  }

  @Test
  void bulk_answeredAlready_closed() throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(head("/send", "application/x-ndjson", "Content-Length: 9000") + "{}\n");

      var rest = connection.rest();

      assertThat(rest).startsWith("HTTP/1.1 200").contains("\"refused\"").doesNotContain("408");
      assertWithin(SHORT_MILLIS, SHORT_MILLIS + 1_000);
    }
  }

  @ParameterizedTest
  @CsvSource({"/nowhere, 404, Content-Length: 9000", "/send, 413, Content-Length: 90000000",
      "/nowhere, 404, Transfer-Encoding: chunked"})
  void bodyThatNobodyWants_drips_closed(String path, int status, String length) throws Exception {
    try (var connection = new RawConnection(server.port());
        var drips = new Drips(connection, head(path, MediaType.JSON, length) + "fffff\r\n")) {
      assertThat(connection.answer().status()).isEqualTo(status);
      assertThat(connection.rest()).isEmpty();
      assertWithin(SHORT_MILLIS, SHORT_MILLIS + 1_000);
      assertThat(drips.count()).isPositive();
    }
  }

  @Test
  void answerThatIsNotRead_closed() throws Exception {
    server.talk().send(Draft.of(UserId.parse(server.ana()), server.boId())
        .image(Pictures.png(PICTURE_BYTES)));
    try (var connection = new RawConnection(server.port(), 4 << 10)) {
      connection.send(TestServer.get("/inbox/" + server.bo()));
      Await.until("it is being answered", () -> server.server().httpConnections() == 1);

      Await.until("it is closed", () -> server.server().httpConnections() == 0);

      assertWithin(SHORT_MILLIS, SHORT_MILLIS + 1_500);
      assertThat(connection.rest().length()).isLessThan(PICTURE_BYTES);
    }
    server.talk().delete(server.boId());
    server.talk().delete(UserId.parse(server.ana()));
  }

  private static String head(String path, String type, String length) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\n"
        + length + "\r\n\r\n";
  }

  private long elapsedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private void assertWithin(long least, long most) {
    assertThat(elapsedMillis()).isBetween(least, most + 500);
  }
}
