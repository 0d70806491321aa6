package io.ramtalk.examples;

import static io.ramtalk.junit.Inbox.inbox;
import static io.ramtalk.junit.Wanted.matching;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.RamTalk;
import io.ramtalk.VirtualClock;
import io.ramtalk.junit.RamTalkTest;
import java.net.URI;
import org.junit.jupiter.api.Test;

@RamTalkTest
final class LoginTest {
  @Test
  void code_ofTheSms_logsIn(URI provider, RamTalk talk) {
    var app = new LoginApp(provider);
    app.sendCode("+8801711111111");
    assertThat(app.logIn("+8801711111111", codeIn(talk))).isTrue();
  }

  @Test
  void code_tenMinutesOld_doesNot(URI provider, RamTalk talk, VirtualClock clock) {
    var app = new LoginApp(provider);
    app.sendCode("+8801711111111");
    clock.advance(ofMinutes(10));
    assertThat(app.logIn("+8801711111111", codeIn(talk))).isFalse();
  }

  private static String codeIn(RamTalk talk) {
    return inbox(talk, "+8801711111111").await(matching("\\d{6}")).within(ofSeconds(2)).extract();
  }
}
