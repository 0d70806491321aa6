package io.ramtalk.cli.internal.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.cli.internal.client.JsonStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

public final class StatsPaintTest {
  private static final int ROWS = 24;
  private static final int COLUMNS = 80;

  private final StatsHistory history = new StatsHistory();
  private final StatsPaint paint = new StatsPaint(true, COLUMNS);

  public static String json(int second, int sent) {
    return """
        {"epoch": "00ff", "uptime_seconds": %d, "access": "open", "users": 12345,
         "mailboxes": {"with_mail": 7}, "messages": {"waiting": 9, "leased": 2,
         "oldest_seconds": 4000.5}, "totals": {"sent": %d, "delivered": 3, "acknowledged": 2,
         "redelivered": 1, "expired": 0, "dropped": 0, "deleted": 0},
         "refused": {"mailbox_full": 3, "rate_limited": 40},
         "connections": {"http": 5, "websocket": 4, "stream": 3, "long_poll": 2},
         "bytes": {"budget": 1073741824, "used": 536870912, "users": 1048576, "images": 0,
         "messages": 2048, "leases": 10, "receipts": 20, "logins": 30, "in_flight": 40},
         "heap": {"used": 100, "max": 1000}, "counted_at": "2026-11-24T15:00:00.000Z"}"""
        .formatted(second, sent);
  }

  private static Stats stats(int second, int sent) throws IOException {
    return Stats.read(JsonStream.read(json(second, sent).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void dashboard_fitsTheSmallestTerminal() throws IOException {
    for (int second = 0; second < 100; second++) {
      history.add(stats(second, second * second));
    }

    var rows = paint.dashboard("http://localhost:8000", history);

    assertThat(rows).hasSizeLessThan(ROWS).allMatch(row -> row.length() <= COLUMNS);
    assertThat(String.join("\n", rows)).contains("RAMTalk at http://localhost:8000",
        "up 1 min 39 s", "50 %  512 MiB of 1.0 GiB", "users 1.0 MiB", "in flight 40 B",
        "12,345  with mail 7", "9 waiting  2 leased  oldest 1 h 6 min",
        "http 5  websocket 4  stream 3  long poll 2", "rate_limited 40  mailbox_full 3");
    assertThat(rows).anySatisfy(row -> assertThat(row)
        .matches(" sent +197 +9,801  [▁▂▃▄▅▆▇█]+").endsWith("█"));
  }

  @Test
  void dashboard_longAddress_isCut() throws IOException {
    history.add(stats(1, 1));

    assertThat(paint.dashboard("http://" + "x".repeat(100) + ".example", history))
        .allMatch(row -> row.length() <= COLUMNS);
  }

  @Test
  void dashboard_firstMoment_knowsNoRates() throws IOException {
    history.add(stats(1, 1));

    assertThat(paint.dashboard("", history)).anyMatch(row -> row.matches(" sent +- +1 +"));
  }

  @Test
  void rates_afterRestart_beginAnew() throws IOException {
    history.add(stats(100, 1_000));
    history.add(Stats.read(JsonStream.read(json(1, 5).replace("00ff", "0100")
        .getBytes(StandardCharsets.UTF_8))));

    assertThat(history.rates(sample -> sample.number("totals.sent"))).isEmpty();
  }

  @Test
  void sparks_compareWithTheGreatest() {
    assertThat(paint.sparks(List.of(0.0, 1.0, 50.0, 100.0), 10)).isEqualTo("▁▂▅█");
    assertThat(paint.sparks(List.of(1.0, 2.0, 3.0), 2)).hasSize(2);
    assertThat(new StatsPaint(false, COLUMNS).sparks(List.of(0.0, 9.0), 10)).isEqualTo("_@");
    assertThat(paint.sparks(List.of(), 10)).isEmpty();
  }

  @Test
  void line_saysOneMoment() throws IOException {
    history.add(stats(1, 10));
    history.add(stats(3, 20));

    assertThat(StatsPaint.line(history)).isEqualTo("2026-11-24T15:00:00.000Z  users 12,345"
        + "  waiting 9  leased 2  sent/s 5.0  delivered/s 0  refused/s 0  memory 50 %");
  }

  @Test
  void words_ofTheServer_cannotControlTheTerminal() throws IOException {
    history.add(Stats.read(JsonStream.read(json(1, 1).replace("\"open\"", "\"\\u001b[2J\"")
        .replace("mailbox_full", "x\\u001b[2J").getBytes(StandardCharsets.UTF_8))));

    assertThat(String.join("\n", paint.dashboard("http://a", history))).doesNotContain("\u001b");
    assertThat(String.join("\n", paint.report("http://a", history.latest())))
        .doesNotContain("\u001b");
  }
}
