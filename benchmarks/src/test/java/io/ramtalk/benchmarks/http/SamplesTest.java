package io.ramtalk.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SamplesTest {
  private static final String HASH = "java.util.HashMap.hash";
  private static final String SEND = "io.ramtalk.RamTalk.send";
  private static final String ANSWER = "io.ramtalk.server.internal.mail.SendEndpoint.answer";
  private static final String READ = "org.xnio.nio.WorkerThread.run";

  private final Samples samples = new Samples();

  @Test
  void part_methodsOfTheJdk_countForTheirCaller() {
    samples.addJava(List.of(HASH, SEND, ANSWER, READ));
    samples.addJava(List.of(ANSWER, READ));
    samples.addJava(List.of(HASH, READ));
    samples.addJava(List.of(HASH));

    assertThat(List.of(Layer.values())).extracting(samples::part)
        .containsExactly(0.25, 0.25, 0.0, 0.25, 0.25);
  }

  @Test
  void hottest_isByTheTopFrame_ownHottestByAnyFrameOfOurs() {
    samples.addJava(List.of(HASH, SEND, SEND, ANSWER));
    samples.addJava(List.of(HASH, ANSWER));
    samples.addJava(List.of(READ));
    samples.addJava(List.of(READ));

    assertThat(samples.hottest(9)).containsExactly(
        new Samples.Row(READ, 2, 0.5),
        new Samples.Row(HASH + " < " + SEND, 1, 0.25),
        new Samples.Row(HASH + " < " + ANSWER, 1, 0.25));
    assertThat(samples.ownHottest(9)).containsExactly(
        new Samples.Row(ANSWER, 2, 0.5), new Samples.Row(SEND, 1, 0.25));
  }

  @Test
  void natives_areNoSamplesOfJava() {
    samples.addNative(List.of("sun.nio.ch.EPoll.wait", READ));

    assertThat(samples.count()).isZero();
    assertThat(samples.natives(9))
        .containsExactly(new Samples.Row("sun.nio.ch.EPoll.wait", 1, 1));
  }
}
