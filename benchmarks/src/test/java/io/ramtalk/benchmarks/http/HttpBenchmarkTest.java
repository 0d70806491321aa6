package io.ramtalk.benchmarks.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.Tools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A short run of the whole load, which checks the wiring rather than the speed. */
final class HttpBenchmarkTest {
  private static final int MAX_SECONDS = 100;
  private static final Pattern SAMPLED = Pattern.compile("\\d %  [\\w$]+(\\.[\\w$<>]+)+");
  private static final List<String> RAMTALK =
      List.of("-cp", System.getProperty("java.class.path"), "io.ramtalk.server.command.Main");

  @Test
  void run_messages_areSentAndReceived() throws Exception {
    Tools.require("wrk");
    Tools.require("taskset");
    var contenders = new ArrayList<HttpContender>();
    contenders.add(HttpContender.bare(HttpWork.MESSAGES));
    contenders.add(HttpContender.ramtalk("ramtalk", HttpWork.MESSAGES, RAMTALK));
    contenders.addAll(HttpRivals.of(HttpWork.MESSAGES, System.err));
    var out = new ByteArrayOutputStream();

    boolean isClean = run(HttpWork.MESSAGES, contenders, out);

    assertThat(isClean).as(out.toString(UTF_8)).isTrue();
    assertThat(out.toString(UTF_8)).contains("round 1:  bare ", "\nbare  ", "\nramtalk  ");
    assertThat(responses(out)).hasSameSizeAs(contenders).allSatisfy(responses -> {
      assertThat(responses.sent()).isPositive();
      assertThat(responses.sent() - responses.received()).isBetween(0L, 600L);
    });
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "MESSAGES")
  void run_otherWork_isDone(HttpWork work) throws Exception {
    Tools.require("wrk");
    Tools.require("taskset");
    var out = new ByteArrayOutputStream();

    boolean isClean =
        run(work, List.of(HttpContender.ramtalk(HttpContender.BARE, work, RAMTALK)), out);

    assertThat(isClean).as(out.toString(UTF_8)).isTrue();
    assertThat(responses(out).get(0).good()).isPositive();
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "USERS1000")
  void run_nobodySignedUp_refusalsAreCountedAndAreNoSpeed(HttpWork work) throws Exception {
    Tools.require("wrk");
    Tools.require("taskset");
    var ramtalk = HttpContender.ramtalk(HttpContender.BARE, work, RAMTALK);
    var strangers =
        new HttpContender(ramtalk.name(), ramtalk.load(), false, ramtalk.program());
    var out = new ByteArrayOutputStream();

    boolean isClean = run(work, List.of(strangers), out);

    assertThat(isClean).isFalse();
    assertThat(responses(out).get(0).refused()).isPositive();
    assertThat(responses(out).get(0).good()).isZero();
  }

  @Test
  @Tag("long")
  void profile_messages_saysWhoseCodeRan() throws Exception {
    Tools.require("wrk");
    Tools.require("taskset");
    var ramtalk = HttpContender.ramtalk(HttpContender.RAMTALK, HttpWork.MESSAGES, RAMTALK);
    var out = new ByteArrayOutputStream();

    boolean isClean;
    int seconds = 2;
    do {
      out.reset();
      isClean = new HttpProfile(
          HttpWork.MESSAGES, Duration.ofSeconds(1), Duration.ofSeconds(seconds))
          .run(List.of(ramtalk), print(out));
      seconds *= 2;
    } while (!(isClean && SAMPLED.matcher(out.toString(UTF_8)).find()) && seconds < MAX_SECONDS);

    assertThat(isClean).as(out.toString(UTF_8)).isTrue();
    assertThat(out.toString(UTF_8))
        .containsPattern("kernel, for the threads that serve +[1-9]\\d*\\.")
        .containsPattern("RAMTalk's library +\\d+\\.\\d\\d")
        .containsPattern(SAMPLED);
  }

  @Test
  void run_serverThatEnds_saysWhatItSaid() {
    Tools.require("taskset");
    var broken = new HttpContender(HttpContender.BARE, "messages", false,
        (port, directory) -> List.of("sh", "-c", "echo no memory left; exit 3"));
    var benchmark = round(HttpWork.MESSAGES, 1);
    var out = print(new ByteArrayOutputStream());

    assertThatThrownBy(() -> benchmark.run(List.of(broken), out))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "bare did not start to listen on port \\d+. Its output: no memory left");
  }

  private static HttpBenchmark round(HttpWork work, int seconds) {
    return new HttpBenchmark(work, 1, Duration.ZERO, Duration.ofSeconds(seconds));
  }

  /** Runs rounds of doubled length until all servers have responded, also on a busy machine. */
  private static boolean run(
      HttpWork work, List<HttpContender> contenders, ByteArrayOutputStream out)
      throws Exception {
    boolean isClean;
    int seconds = 1;
    do {
      out.reset();
      isClean = round(work, seconds).run(contenders, print(out));
      seconds *= 2;
    } while (!responses(out).stream().allMatch(all -> all.good() > 0 || all.refused() > 0)
        && seconds < MAX_SECONDS);
    return isClean;
  }

  private static PrintStream print(ByteArrayOutputStream out) {
    return new PrintStream(out, true, UTF_8);
  }

  /** Returns the responses in each row of the last table. */
  private static List<HttpRound.Responses> responses(ByteArrayOutputStream out) {
    var report = out.toString(UTF_8);
    return report.substring(report.indexOf("responses of all rounds")).lines().skip(2)
        .takeWhile(row -> !row.isBlank())
        .map(row -> Stream.of(row.replace(",", "").split(" +")).skip(4)
            .mapToLong(Long::parseLong).toArray())
        .map(all -> new HttpRound.Responses(all[0], all[1], all[2], all[3], all[4])).toList();
  }
}
