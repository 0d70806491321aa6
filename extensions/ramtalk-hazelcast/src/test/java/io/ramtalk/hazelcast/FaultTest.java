package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Three members under load while one of them is killed, frozen or restarted. */
@Tag("long")
@EnabledOnOs(OS.LINUX)
final class FaultTest {
  private static final int MAILBOXES = 30;
  private static final int SENDERS = 6;
  private static final int LATE = 90;

  @TempDir
  private Path logs;

  @Test
  void kills_freezeAndRollingRestart_acknowledgedOnceEach() throws Exception {
    var members = MemberProcess.startThree(logs);
    try (var load = new HttpLoad(members.stream().map(MemberProcess::uri).toList())
        .start(MAILBOXES, SENDERS)) {
      load.awaitAccepted(500);
      load.worst();

      kill(members, 1);
      kill(members, 2);
      say("killed", load);

      freeze(members, load);
      say("frozen", load);

      for (var member : members) {
        MemberProcess.awaitSafe(members);
        member.signal("TERM");
        member.awaitEnd();
        member.start();
      }
      MemberProcess.awaitSafe(members);
      say("restarted in turn", load);

      load.drain().checkNothingHidden();
      System.out.println("FaultTest: the live connection was made " + load.live().connections()
          + " times, and was given " + load.live().received() + " messages.");
      assertThat(load.live().connections()).as("live connections").isGreaterThan(2);
      assertThat(load.live().missing()).as("acknowledged and not pushed").isEmpty();
      assertThat(load.sent()).isGreaterThan(500);
      assertThat(load.lost()).as("acknowledged and lost").isEmpty();
      assertThat(load.storedTwice()).as("stored twice").isEmpty();
      assertThat(load.sentTwice()).as("said to be sent as two messages").isEmpty();
      assertThat(load.unexpected()).as("answers beside 503 and 409").isZero();
    } catch (AssertionError e) {
      for (var member : members) {
        System.out.println(member.said());
      }
      throw e;
    } finally {
      members.forEach(MemberProcess::close);
    }
  }

  private static void kill(List<MemberProcess> members, int which) throws Exception {
    members.get(which).signal("KILL");
    members.get(which).awaitEnd();
    var left = new ArrayList<>(members);
    left.remove(which);
    MemberProcess.awaitCount(left);
    members.get(which).start();
    MemberProcess.awaitSafe(members);
  }

  /** Freezes and resumes a member, and counts its responses to requests that arrived meanwhile. */
  private static void freeze(List<MemberProcess> members, HttpLoad load) throws Exception {
    members.get(0).signal("STOP");
    var late = load.sendLate(members.get(0).uri(), LATE);
    MemberProcess.awaitCount(members.subList(1, 3));
    members.get(0).signal("CONT");
    var statuses = late.statuses();
    System.out.println("FaultTest: how often late requests got which status: " + statuses);
    assertThat(statuses.values().stream().mapToInt(count -> count).sum()).isEqualTo(LATE);
    MemberProcess.awaitSafe(members);
  }

  private static void say(String what, HttpLoad load) {
    System.out.println("FaultTest: " + what + ", " + load.sent() + " sent; the worst send took "
        + load.worst().toMillis() + " ms.");
  }
}
