package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Draft;
import io.ramtalk.Eventually;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.wire.MediaType;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that are slower than allowed; only the timeout under test is short. */
final class SlowClientsTest {
  private static final int PICTURE_BYTES = 4 << 20;
  private static final Duration SHORT = Duration.ofMillis(600);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int BULK_BYTES = 900_000;

  private TestServer server;
  private long start;

  private void start(ConnectionTimeout under) {
    server = new TestServer(limits -> limits.imageBytes(PICTURE_BYTES), settings -> {
      for (var timeout : ConnectionTimeout.values()) {
        settings.timeout(timeout, timeout == under ? SHORT : LONG);
      }
      return settings.limit(ConnectionLimit.BODY_RATE, 1_000);
    });
    start = System.nanoTime();
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(server.budget().used()).isZero();
  }

  @Test
  void nothingAsked_closed() throws IOException {
    start(ConnectionTimeout.KEEP_ALIVE);
    try (var connection = new RawConnection(server.port())) {
      assertThat(connection.isAtEnd()).isTrue();
      assertNotTooEarly();
    }
  }

  @Test
  void nothingMoreAsked_closed() throws IOException {
    start(ConnectionTimeout.KEEP_ALIVE);
    try (var connection = new RawConnection(server.port())) {
      connection.send(TestServer.get("/livez")).response();

      assertThat(connection.isAtEnd()).isTrue();
      assertNotTooEarly();
    }
  }

  @Test
  void headDrips_closed() throws Exception {
    start(ConnectionTimeout.HEAD);
    try (var connection = new RawConnection(server.port());
        var drips = new Drips(connection, "GET /livez HTTP/1.1\r\nHost: localhost\r\nX: ")) {
      assertThat(connection.rest()).isEmpty();
      assertNotTooEarly();
      assertThat(drips.count()).isPositive();
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
    start(ConnectionTimeout.SLOW_BODY);
    try (var connection = new RawConnection(server.port());
        var drips = new Drips(connection, head(path, type, "Content-Length: 9000"))) {
      var response = connection.response();

      assertThat(response.status()).isEqualTo(408);
      assertThat(response.text()).contains("\"code\":\"body_timeout\"");
      assertThat(connection.rest()).isEmpty();
      assertNotTooEarly();
      assertThat(drips.count()).isPositive();
    }
  }

  @Test
  void body_fastEnoughButTooLong_408AndClosed() throws Exception {
    start(ConnectionTimeout.BODY);
    try (var connection = new RawConnection(server.port());
        var drips = new Drips(connection, head("/send", MediaType.JSON, "Content-Length: 90000"),
            "x".repeat(200))) {
      assertThat(connection.response().status()).isEqualTo(408);
      assertThat(connection.rest()).isEmpty();
      assertNotTooEarly();
      assertThat(drips.count()).isPositive();
    }
  }

  @Test
  void bulk_fastEnough_takesAnyTime() throws Exception {
    start(ConnectionTimeout.BODY);
    var blankLine = " ".repeat(199) + "\n";
    try (var connection = new RawConnection(server.port())) {
      int count;
      try (var drips = new Drips(connection,
          head("/send", "application/x-ndjson", "Content-Length: " + BULK_BYTES), blankLine)) {
        Eventually.that("it has come for longer than other bodies may",
            () -> drips.count() > 2 * SHORT.toMillis() / Drips.PAUSE_MILLIS);
        drips.stop();
        assertThat(drips.isBroken()).isFalse();
        count = drips.count();
      }

      connection.send(" ".repeat(BULK_BYTES - count * blankLine.length()));

      assertThat(connection.response().status()).isEqualTo(200);
    }
  }

  @Test
  void bulk_answeredAlready_closed() throws IOException {
    start(ConnectionTimeout.SLOW_BODY);
    try (var connection = new RawConnection(server.port())) {
      connection.send(head("/send", "application/x-ndjson", "Content-Length: 9000") + "{}\n");

      var rest = connection.rest();

      assertThat(rest).startsWith("HTTP/1.1 200").contains("\"refused\"").doesNotContain("408");
      assertNotTooEarly();
    }
  }

  @ParameterizedTest
  @CsvSource({"/nowhere, 404, Content-Length: 9000", "/send, 413, Content-Length: 90000000",
      "/nowhere, 404, Transfer-Encoding: chunked"})
  void bodyThatNobodyWants_drips_closed(String path, int status, String length) throws Exception {
    start(ConnectionTimeout.SLOW_BODY);
    try (var connection = new RawConnection(server.port());
        var drips = new Drips(connection, head(path, MediaType.JSON, length) + "fffff\r\n")) {
      assertThat(connection.response().status()).isEqualTo(status);
      assertThat(connection.rest()).isEmpty();
      assertNotTooEarly();
      assertThat(drips.count()).isPositive();
    }
  }

  @Test
  void answerThatIsNotRead_closed() throws Exception {
    start(ConnectionTimeout.WRITE);
    server.talk().send(Draft.of(UserId.parse(server.ana()), server.boId())
        .image(Pictures.png(PICTURE_BYTES)));
    try (var connection = new RawConnection(server.port(), 4 << 10)) {
      connection.send(TestServer.get("/inbox/" + server.bo())).beginAnswer();

      Eventually.that("it is closed", () -> server.server().httpConnections() == 0);

      assertNotTooEarly();
      assertThat(connection.rest().length()).isLessThan(PICTURE_BYTES);
    }
    server.talk().delete(server.boId());
    server.talk().delete(UserId.parse(server.ana()));
  }

  private static String head(String path, String type, String length) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\n"
        + length + "\r\n\r\n";
  }

  private void assertNotTooEarly() {
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT);
  }
}
