package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Three members under load while one of them is killed; {@link FaultTest} covers other faults. */
@Tag("long")
@EnabledOnOs(OS.LINUX)
final class KilledMemberTest {
  @TempDir
  private Path logs;

  @Test
  void kill_underLoad_acknowledgedOnceEach() throws Exception {
    var members = MemberProcess.startThree(logs);
    try (var load = new HttpLoad(members.stream().map(MemberProcess::uri).toList()).start(12, 3)) {
      load.awaitAccepted(50);

      members.get(1).signal("KILL");
      members.get(1).awaitEnd();
      MemberProcess.awaitCount(List.of(members.get(0), members.get(2)));
      load.awaitAccepted(50);
      load.drain();

      assertThat(load.lost()).as("acknowledged and lost").isEmpty();
      assertThat(load.storedTwice()).as("stored twice").isEmpty();
      assertThat(load.sentTwice()).as("said to be sent as two messages").isEmpty();
      assertThat(load.unexpected()).as("answers beside 503 and 409").isZero();
    } finally {
      members.forEach(MemberProcess::close);
    }
  }
}
