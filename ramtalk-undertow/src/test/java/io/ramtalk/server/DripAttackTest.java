package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server closes sockets that send heads and bodies too slowly, but none before its timeout, and
 * keeps serving good clients. {@code -Dramtalk.drip.sockets=2000} sets the number of slow heads;
 * there are a quarter as many slow bodies. A run with more than the default number uses the
 * server's default timeouts for heads and bodies and prints the good clients' response times. A
 * good client may wait for its turn longer than the default keep-alive timeout.
 */
final class DripAttackTest {
  private static final int BUILD_SOCKETS = 100;
  private static final int HEADS = Integer.getInteger("ramtalk.drip.sockets", BUILD_SOCKETS);
  private static final boolean LONG = HEADS > BUILD_SOCKETS;
  private static final int BODIES = HEADS / 4;
  private static final int GOOD = LONG ? 200 : 20;
  private static final long WORK_MILLIS = LONG ? 30_000 : 500;
  private static final long HEAD_MILLIS = LONG ? 10_000 : 4_000;
  private static final long SLOW_MILLIS = LONG ? 5_000 : 2_000;
  private static final long BODY_MILLIS = LONG ? 15_000 : 4_000;

  private static final String POST = "POST /send HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
      + " application/json\r\nContent-Length: 90000\r\n\r\n";
  private static final DripAttack.Kind HEAD = new DripAttack.Kind(
      "head", "GET /users HTTP/1.1\r\nHost: localhost\r\nX-Drip: ", "x", 1_000);
  private static final DripAttack.Kind SLOW_BODY =
      new DripAttack.Kind("slow body", POST, "x", 1_000);
  private static final DripAttack.Kind LONG_BODY =
      new DripAttack.Kind("long body", POST, "x".repeat(1_000), 200);

  @Test
  @Tag("scaled")
  void drips_closed_othersServed(@TempDir Path directory) throws Exception {
    var arguments = List.of("--port", "0", "--keep-alive-timeout", "1h",
        "--head-timeout", HEAD_MILLIS + "ms", "--slow-body-timeout", SLOW_MILLIS + "ms",
        "--body-timeout", BODY_MILLIS + "ms");
    try (var server = ServerProcess.start(
            directory, List.of(), List.of("-Xmx512m"), arguments.toArray(String[]::new));
        var good = new GoodClients(
            new Caller(server.uri()), server.uri().getPort(), GOOD)) {
      good.work(WORK_MILLIS);
      var idle = good.work(WORK_MILLIS);
      var attack = new DripAttack(server.uri().getPort()).begin(
          Map.of(HEAD, HEADS, SLOW_BODY, BODIES - BODIES / 2, LONG_BODY, BODIES / 2));

      var attacked = good.work(WORK_MILLIS);

      var lives = attack.end();
      if (LONG) {
        print(idle, attacked, lives);
      }
      assertThat(lives.get("head").closed()).isGreaterThanOrEqualTo(HEADS);
      assertThat(lives.get("head").shortestMillis()).isGreaterThanOrEqualTo(HEAD_MILLIS);
      assertThat(lives.get("slow body").shortestMillis()).isGreaterThanOrEqualTo(SLOW_MILLIS);
      assertThat(lives.get("long body").longestMillis()).isGreaterThanOrEqualTo(BODY_MILLIS);
    }
  }

  private static void print(
      long[] idle, long[] attacked, Map<String, DripAttack.Lives> lives) {
    System.out.printf("DripAttackTest: %d heads, %d bodies, %d good clients%n  idle: %s%n"
            + "  attacked: %s%n  p99 %.2f times as long%n  closed: %s%n",
        HEADS, BODIES, GOOD, GoodClients.describe(idle), GoodClients.describe(attacked),
        (double) GoodClients.p99(attacked) / GoodClients.p99(idle), lives);
  }
}
