package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server with a heap of 128 MB and a full budget under mixed load. The server keeps running and
 * neither loses nor duplicates a message. The budget is empty once all users are deleted.
 * {@code -Dramtalk.soak.minutes=30} sets the duration, prints the memory of each minute and asserts
 * that memory stays flat after the fifth.
 */
final class SoakTest {
  private static final int MINUTES = Integer.getInteger("ramtalk.soak.minutes", 0);
  private static final int SAMPLE_SECONDS = MINUTES > 0 ? 60 : 1;
  private static final int SETTLED_MINUTES = 5;
  private static final double MAX_GROWTH = 1.05;
  private static final List<String> FLAGS = List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError",
      "-XX:-UsePerfData", "-Djava.util.logging.config.file="
          + System.getProperty("java.util.logging.config.file", ""));

  @Test
  @Tag("scaled")
  void mixedLoad_budgetFull_goesOnAndLosesNothing(@TempDir Path directory) throws Exception {
    try (var server = ServerProcess.start(SoakServer.class, directory, List.of(), FLAGS,
        String.valueOf(SAMPLE_SECONDS))) {
      long budgetKib = Long.parseLong(server.greeting().replaceAll(".* budget ", "")) >> 10;
      var load = new SoakLoad(server.uri(), MINUTES * 60L);
      load.begin();
      var samples = samples(server);
      Eventually.that("the budget is used up", () -> sample(server).budget() > budgetKib * 9 / 10);

      var responses = load.end();

      server.terminate();
      assertThat(lastLine(server)).isEqualTo("left 0");
      assertThat(load.fetched()).isPositive().isEqualTo(load.accepted());
      assertThat(responses.keySet()).as("Answers %s", responses).contains("fill 507")
          .noneMatch(response -> response.endsWith(" 500"));
      if (MINUTES > 0) {
        System.out.println("SoakTest: " + MINUTES + " min, " + load.accepted() + " messages of "
            + " the talkers, all fetched; " + responses);
      }
      assertFlat(samples);
    }
  }

  private static List<SoakServer.Sample> samples(ServerProcess server) {
    var samples = new ArrayList<SoakServer.Sample>();
    for (int minute = 1; minute <= MINUTES; minute++) {
      samples.add(sample(server));
      System.out.println("SoakTest: minute " + minute + ", KiB: " + samples.get(minute - 1));
    }
    return samples;
  }

  private static SoakServer.Sample sample(ServerProcess server) {
    return SoakServer.Sample.parse(server.line());
  }

  private static String lastLine(ServerProcess server) {
    var line = server.line();
    while (!line.isEmpty() && !line.startsWith("left ")) {
      line = server.line();
    }
    return line;
  }

  private static void assertFlat(List<SoakServer.Sample> samples) {
    if (samples.size() > SETTLED_MINUTES) {
      var settled = samples.get(SETTLED_MINUTES - 1);
      var last = samples.get(samples.size() - 1);
      assertThat((double) last.heap()).isLessThan(settled.heap() * MAX_GROWTH);
      assertThat((double) last.resident()).isLessThan(settled.resident() * MAX_GROWTH);
    }
  }
}
