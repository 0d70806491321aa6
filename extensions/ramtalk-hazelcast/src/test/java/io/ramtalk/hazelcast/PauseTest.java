package io.ramtalk.hazelcast;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of three members, of which one pauses for seconds and goes on. */
@EnabledOnOs(OS.LINUX)
final class PauseTest {
  private static final int ROUNDS = Integer.getInteger("ramtalk.pause.rounds", 6);

  @TempDir
  private Path logs;

  @Test
  void pause_clientsLeaveAndLeasesRunOut_nothingHidden() throws Exception {
    try (var rounds = new PauseRounds(logs)) {
      rounds.leave();
      rounds.leases();
    }
  }

  @Test
  @Tag("long")
  void pause_clientsLeave_manyRounds_nothingHidden() throws Exception {
    play(PauseRounds::leave);
  }

  @Test
  @Tag("long")
  void pause_clientsReconnect_manyRounds_nothingHidden() throws Exception {
    play(PauseRounds::reconnect);
  }

  @Test
  @Tag("long")
  void pause_leasesRunOut_manyRounds_nothingHidden() throws Exception {
    play(PauseRounds::leases);
  }

  /** What happens in one round. */
  private interface Round {
    void play(PauseRounds rounds) throws Exception;
  }

  private void play(Round round) throws Exception {
    try (var rounds = new PauseRounds(logs)) {
      for (int i = 0; i < ROUNDS; i++) {
        round.play(rounds);
      }
      System.out.println("PauseTest: " + rounds.summary());
    }
  }
}
