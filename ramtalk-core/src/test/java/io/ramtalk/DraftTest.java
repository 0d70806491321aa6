package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DraftTest {
  private final RamTalk talk = RamTalk.create();
  private final UserId ana = talk.signUp("01711111111").user().id();

  @AfterEach
  void closeMessenger() {
    talk.close();
  }

  @Test
  void of_nothingElse_empty() {
    assertThat(Draft.of(ana, ana)).isEqualTo(new Draft(ana, ana, "", null, null, null, null));
  }

  @Test
  void withers_inAnyOrder_eachKeepsTheOthers() {
    var bytes = Pictures.gif(1, 1);
    var minute = Duration.ofMinutes(1);
    var hour = Duration.ofHours(1);

    var draft = Draft.of(ana, ana)
        .text("x").image(bytes).expiresIn(minute).destructAfter(hour).id("a");

    assertThat(draft).isEqualTo(new Draft(ana, ana, "x", bytes, minute, hour, "a"));
    assertThat(Draft.of(ana, ana)
        .id("a").destructAfter(hour).expiresIn(minute).image(bytes).text("x")).isEqualTo(draft);
  }

  @Test
  void send_idInRange_sent() {
    for (var id : List.of("a", "A.b_c-9", "x".repeat(64))) {
      assertThat(talk.send(Draft.of(ana, ana).text("x").id(id))).isNotNull();
    }
  }

  @Test
  void send_idOutOfRange_refusedAndNothingSent() {
    for (var id : List.of("", "x".repeat(65), "a b", "a\n", "\u00e9", "a/b")) {
      Refusal.invalid("id_invalid", () -> talk.send(Draft.of(ana, ana).text("x").id(id)));
    }

    assertThat(talk.receive(ana)).isEmpty();
    assertThat(talk.sent(ana)).isEmpty();
  }

  @Test
  void send_pictureArrayChangedByCaller_messageUnchanged() {
    var bytes = Pictures.gif(2, 1);
    var original = bytes.clone();
    talk.send(Draft.of(ana, ana).image(bytes));
    bytes[0] = 0;

    var message = talk.receive(ana).get(0);

    assertThat(message.text()).isEmpty();
    assertThat(message.picture().orElseThrow().bytes()).isEqualTo(original);
  }
}
