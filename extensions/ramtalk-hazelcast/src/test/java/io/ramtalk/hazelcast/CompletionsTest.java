package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.RamTalk;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class CompletionsTest {
  private static final int CALLS = 1_000;

  @Test
  void call_startsNoThread() {
    try (var talk = RamTalk.builder().engine(TestCluster.of(1).newEngine()).build()) {
      var user = talk.signUp("01711111111").user().id();
      long before = startedThreads();

      for (int i = 0; i < CALLS; i++) {
        talk.user(user);
      }

      assertThat(startedThreads() - before).isLessThan(CALLS / 10);
    }
  }

  private static long startedThreads() {
    return ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
  }
}
