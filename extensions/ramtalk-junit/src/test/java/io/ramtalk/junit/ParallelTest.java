package io.ramtalk.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.ramtalk.Message;
import io.ramtalk.RamTalk;
import io.ramtalk.VirtualClock;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The isolation of tests that run at the same time. */
final class ParallelTest {
  private static final int TESTS = 1_000;
  private static final int TESTS_WITH_SERVER = 50;

  private static final AtomicInteger RUNNING = new AtomicInteger();
  private static final AtomicInteger MOST_RUNNING = new AtomicInteger();
  private static final Set<String> EPOCHS = ConcurrentHashMap.newKeySet();
  private static final Set<URI> SERVERS = ConcurrentHashMap.newKeySet();

  @Test
  void thousandTests_inParallel_haveNoCrossTalk() {
    var events = EngineTestKit.engine("junit-jupiter").selectors(selectClass(Many.class))
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "8")
        .configurationParameter(
            "junit.jupiter.execution.parallel.config.executor-service", "FORK_JOIN_POOL")
        .execute().testEvents();

    events.assertStatistics(statistics ->
        statistics.succeeded(TESTS + TESTS_WITH_SERVER).failed(0));
    assertThat(EPOCHS).hasSize(TESTS + TESTS_WITH_SERVER);
    assertThat(SERVERS).isNotEmpty();
    assertThat(MOST_RUNNING).hasValueGreaterThan(1);
  }

  @RamTalkTest(atEnd = {EndCheck.NOTHING_UNREAD, EndCheck.NOTHING_LEASED})
  @Execution(ExecutionMode.CONCURRENT)
  static final class Many {
    private static final String MOBILE = "01711111111";

    @BeforeEach
    void prepare(RamTalk talk) {
      assertThat(talk.users()).isEmpty();
      talk.signUp(MOBILE);
    }

    @RepeatedTest(TESTS)
    void talks(RamTalk talk, VirtualClock clock, RepetitionInfo repetition) {
      use(talk, clock, repetition.getCurrentRepetition());
    }

    @RepeatedTest(TESTS_WITH_SERVER)
    void serves(RamTalk talk, VirtualClock clock, URI server, RepetitionInfo repetition) {
      SERVERS.add(server);
      use(talk, clock, repetition.getCurrentRepetition());
    }

    private static void use(RamTalk talk, VirtualClock clock, int number) {
      MOST_RUNNING.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
      EPOCHS.add(talk.operations().epoch());
      var start = clock.instant();
      var user = talk.find(MOBILE).orElseThrow().id();
      for (int i = 0; i < 3; i++) {
        talk.send(user, user, number + "/" + i);
        clock.advance(Duration.ofSeconds(number));
      }

      assertThat(talk.receive(user).stream().map(Message::text))
          .containsExactly(number + "/0", number + "/1", number + "/2");
      assertThat(talk.now()).isEqualTo(start.plusSeconds(3L * number));
      RUNNING.decrementAndGet();
    }
  }
}
