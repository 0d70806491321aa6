package io.ramtalk.hazelcast;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Three members, one of which pauses for some seconds and then resumes. */
@Tag("long")
@EnabledOnOs(OS.LINUX)
final class PauseTest {
  private static final int ROUNDS = Integer.getInteger("ramtalk.pause.rounds", 6);

  @TempDir
  private Path logs;

  @Test
  void pause_clientsLeave_nothingHidden() throws Exception {
    play(PauseRounds::leave);
  }

  @Test
  void pause_clientsReconnect_nothingHidden() throws Exception {
    play(PauseRounds::reconnect);
  }

  @Test
  void pause_leasesRunOut_nothingHidden() throws Exception {
    play(PauseRounds::leases);
  }

  /** The events of one round. */
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
