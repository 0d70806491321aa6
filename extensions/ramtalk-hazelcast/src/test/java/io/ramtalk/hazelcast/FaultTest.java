package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three members under load, with one fault after another. Prints one line for each fault. */
@Tag("long")
@EnabledOnOs(OS.LINUX)
final class FaultTest {
  private static final int ROUNDS = Integer.getInteger("ramtalk.fault.rounds", 20);
  private static final int PER_SECOND = Integer.getInteger("ramtalk.fault.rate", 2_000);
  private static final int MAILBOXES = 30;
  private static final int SENDERS = 60;

  @TempDir
  private Path logs;

  private int sent;
  private long ratesSum;
  private long worstMillis;

  @ParameterizedTest
  @EnumSource
  void fault_underLoad_acknowledgedOnceEach(Fault fault) throws Exception {
    try (var cluster = FaultyCluster.start(fault.isOfTheNetwork(), logs)) {
      for (int i = 0; i < ROUNDS; i++) {
        play(fault, cluster);
      }
      System.out.printf("FaultTest: %-11s %2d rounds, %,d messages sent, %,d a second before the"
          + " fault; lost 0, stored twice 0; the longest send took %,d ms%n",
          fault, ROUNDS, sent, ratesSum / ROUNDS, worstMillis);
    }
  }

  private void play(Fault fault, FaultyCluster cluster) throws Exception {
    try (var load = new HttpLoad(cluster.members().stream().map(MemberProcess::uri).toList())
        .start(MAILBOXES, SENDERS, PER_SECOND)) {
      ratesSum += rate(load);
      fault.play(cluster, load);
      cluster.heal();
      load.awaitAccepted(PER_SECOND);
      worstMillis = Math.max(worstMillis, load.worst().toMillis());
      load.drain().checkNothingHidden();

      sent += load.sent();
      assertThat(load.live().missing()).as("acknowledged and not pushed").isEmpty();
      assertThat(load.lost()).as("acknowledged and lost").isEmpty();
      assertThat(load.storedTwice()).as("stored twice").isEmpty();
      assertThat(load.sentTwice()).as("said to be sent as two messages").isEmpty();
      assertThat(load.unexpected()).as("responses other than 503 and 409").isZero();
    } catch (AssertionError e) {
      System.out.println(cluster.said());
      throw e;
    }
  }

  /** Returns the number of messages a second that are accepted without a fault. */
  private static long rate(HttpLoad load) {
    load.awaitAccepted(PER_SECOND);
    load.worst();
    long began = System.nanoTime();
    int before = load.sent();
    load.awaitAccepted(2 * PER_SECOND);
    long nanos = System.nanoTime() - began;
    return (load.sent() - before) * TimeUnit.SECONDS.toNanos(1) / nanos;
  }
}
