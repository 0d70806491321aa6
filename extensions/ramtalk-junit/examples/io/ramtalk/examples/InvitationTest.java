package io.ramtalk.examples;

import static io.ramtalk.junit.Inbox.inbox;
import static io.ramtalk.junit.Wanted.matching;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Draft;
import io.ramtalk.RamTalk;
import io.ramtalk.VirtualClock;
import io.ramtalk.junit.RamTalkTest;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@RamTalkTest
final class InvitationTest {
  @Test
  void invitation_notAnswered_expires(RamTalk talk, VirtualClock clock) {
    invite(talk, "+8801722222222");

    clock.advance(ofDays(1));

    assertThat(inbox(talk, "+8801722222222").receive()).isEmpty();
  }

  @Test
  void invitation_sentByAnotherThread_arrives(RamTalk talk) {
    CompletableFuture.runAsync(() -> invite(talk, "+8801722222222"));

    var match = inbox(talk, "+8801722222222")
        .await(matching("with (\\w+)")).within(ofSeconds(2));

    assertThat(match.extract()).isEqualTo("B7");
  }

  /** The code under test: your application. */
  private static void invite(RamTalk talk, String mobile) {
    var host = talk.signUp("01711111111").user().id();
    var guest = talk.signUp(mobile).user().id();
    talk.send(Draft.of(host, guest).text("Join us with B7").expiresIn(ofDays(1)));
  }
}
