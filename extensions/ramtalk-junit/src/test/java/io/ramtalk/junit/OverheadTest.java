package io.ramtalk.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.ramtalk.RamTalk;
import io.ramtalk.server.RamTalkServer;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/**
 * The overhead that the extension adds to an empty test. This test prints the medians of several
 * rounds; {@code -Dramtalk.overhead.rounds=20} sets their number. On an idle machine the overhead
 * should be below 1 ms, or below 20 ms with a server.
 */
final class OverheadTest {
  private static final int ROUNDS = Integer.getInteger("ramtalk.overhead.rounds", 20);
  private static final int TESTS = 200;
  private static final int TESTS_WITH_SERVER = 20;

  @Test
  @Tag("long")
  void extension_addsLittle() {
    run(Plain.class, TESTS);
    run(WithMessenger.class, TESTS);
    run(WithServer.class, TESTS_WITH_SERVER);

    var plains = new double[ROUNDS];
    var messengers = new double[ROUNDS];
    var servers = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      plains[i] = run(Plain.class, TESTS);
      messengers[i] = run(WithMessenger.class, TESTS);
      servers[i] = run(WithServer.class, TESTS_WITH_SERVER);
    }
    double plain = median(plains);
    double messenger = median(messengers) - plain;
    double server = median(servers) - plain;

    System.out.printf(Locale.ROOT, "OverheadTest: a test takes %.3f ms; a messenger and a clock add"
        + " %.3f ms, a server adds %.3f ms (medians of %d rounds)%n",
        plain, messenger, server, ROUNDS);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** Runs the tests of a class, and returns the average duration of a test in milliseconds. */
  private static double run(Class<?> type, int tests) {
    long began = System.nanoTime();
    EngineTestKit.engine("junit-jupiter").selectors(selectClass(type)).execute().testEvents()
        .assertStatistics(statistics -> statistics.succeeded(tests));
    return (System.nanoTime() - began) / 1e6 / tests;
  }

  static final class Plain {
    @RepeatedTest(TESTS)
    void doesNothing() {}
  }

  @RamTalkTest
  static final class WithMessenger {
    @RepeatedTest(TESTS)
    void doesNothing(RamTalk talk) {}
  }

  @RamTalkTest
  static final class WithServer {
    @RepeatedTest(TESTS_WITH_SERVER)
    void doesNothing(RamTalkServer server) {}
  }
}
