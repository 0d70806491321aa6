package io.ramtalk.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.benchmarks.Goal;
import io.ramtalk.benchmarks.http.HttpRound.Responses;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HttpReportTest {
  private static final Responses GOOD = new Responses(500, 480, 20, 0, 0);

  private final HttpReport report = new HttpReport(HttpWork.MESSAGES, List.of("bare", "ramtalk"));

  @Test
  void lines_threeRounds_compareEachWithTheBareOneBesideIt() {
    for (double speed : new double[] {80_000, 40_000, 60_000}) {
      report.add("bare", round(speed, GOOD));
    }
    for (double speed : new double[] {76_000, 39_200, 61_200}) {
      report.add("ramtalk", round(speed, GOOD));
    }

    assertThat(report.lines()).containsExactly(
        "                   requests/s                     milliseconds     times bare",
        "                      median       min       max      p50     p99  medians  median     min"
            + "     max",
        "bare                  60,000    40,000    80,000     0.40    1.60    1.000   1.000   1.000"
            + "   1.000",
        "ramtalk               61,200    39,200    76,000     0.40    1.60    1.020   0.980   0.950"
            + "   1.020",
        "",
        "                   server                         responses of all rounds",
        "                      cpu us    busy %     bytes          sent     received     empty"
            + "   refused    failed",
        "bare                   13.00        99       240         1,500        1,440        60"
            + "         0         0",
        "ramtalk                13.00        99       240         1,500        1,440        60"
            + "         0         0");
  }

  @Test
  void goals_ofMessages_compareWithThoseThatTookPart() {
    var withNchan = new HttpReport(HttpWork.MESSAGES, List.of("bare", "ramtalk", "nchan"));
    withNchan.add("bare", round(80_000, GOOD));
    withNchan.add("ramtalk", round(76_000, GOOD));
    withNchan.add("nchan", round(70_000, GOOD));

    assertThat(withNchan.goals()).extracting(Goal::isMet)
        .containsExactly(false, true, true, true);
    assertThat(withNchan.goals()).extracting(Goal::value).containsExactly(
        76_000 / 80_000.0, 1.0, 76_000 / 70_000.0, 1.0);
  }

  @Test
  void goals_ofOtherWork_areWhatRamTalkDoesAlone() {
    var bulk = new HttpReport(HttpWork.BULK, List.of("bare", "ramtalk"));
    bulk.add("ramtalk", round(480_000, GOOD));
    var lists = new HttpReport(HttpWork.USERS1000, List.of("ramtalk"));
    lists.add("ramtalk", round(5_000, GOOD));

    assertThat(bulk.goals()).extracting(Goal::value).containsExactly(1e6 / 13);
    assertThat(bulk.goals()).extracting(Goal::isMet).containsExactly(false);
    assertThat(lists.goals()).extracting(Goal::isMet).containsExactly(true);
    assertThat(new HttpReport(HttpWork.BULK, List.of("bare")).goals()).isEmpty();
  }

  @Test
  void latest_namesTheLastRoundOfEach() {
    report.add("bare", round(80_000, GOOD));
    report.add("ramtalk", round(76_000, GOOD));
    report.add("bare", round(70_000, GOOD));

    assertThat(report.latest()).isEqualTo("  bare 70,000  ramtalk 76,000");
  }

  @Test
  void isClean_somethingRefusedOrFailedOrNothingDone_isFalse() {
    assertThat(isClean(GOOD)).isTrue();
    assertThat(isClean(new Responses(500, 500, 0, 1, 0))).isFalse();
    assertThat(isClean(new Responses(500, 500, 0, 0, 1))).isFalse();
    assertThat(isClean(new Responses(0, 0, 500, 0, 0))).isFalse();
  }

  @Test
  void roundOf_refusedAndEmptyAnswers_areNoSpeed() {
    var figures = Wrk.figures("""
        Running 2s test
        figure micros 2000000
        figure requests 1100
        figure bytes 220000
        figure p50_micros 400
        figure p99_micros 1600
        figure sent 500
        figure received 300
        figure empty 200
        figure refused 100
        figure socket_errors 3
        """);

    var round = HttpRound.of(figures, 1_600_000_000);

    assertThat(round).isEqualTo(
        new HttpRound(400, 0.4, 1.6, 200, 2_000, 0.8, new Responses(500, 300, 200, 100, 3)));
  }

  @Test
  void figures_noneInTheOutput_isEmpty() {
    assertThat(Wrk.figures("unable to connect to 127.0.0.1:1 Connection refused"))
        .isEqualTo(Map.of());
  }

  private static boolean isClean(Responses second) {
    var report = new HttpReport(HttpWork.MESSAGES, List.of("bare"));
    report.add("bare", round(80_000, GOOD));
    report.add("bare", round(80_000, second));
    return report.isClean();
  }

  private static HttpRound round(double perSecond, Responses responses) {
    return new HttpRound(perSecond, 0.4, 1.6, 240, 13, 0.99, responses);
  }
}
