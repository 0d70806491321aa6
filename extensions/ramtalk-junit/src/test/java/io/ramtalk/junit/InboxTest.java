package io.ramtalk.junit;

import static io.ramtalk.junit.Inbox.inbox;
import static io.ramtalk.junit.Wanted.anyMessage;
import static io.ramtalk.junit.Wanted.matching;
import static io.ramtalk.junit.Wanted.that;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.Eventually;
import io.ramtalk.InvalidInput;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RamTalkTest
final class InboxTest {
  private static final String MOBILE = "+8801722222222";
  private static final Duration LONG = Eventually.LIMIT;

  private RamTalk talk;
  private UserId ana;
  private Inbox inbox;

  @BeforeEach
  void signUp(RamTalk ofThisTest) {
    talk = ofThisTest;
    ana = talk.signUp("01711111111").user().id();
    inbox = inbox(talk, MOBILE);
  }

  @Test
  void await_isThere_returnsItAndLeavesIt() {
    send("Hello");
    send("Your code is 123456.");
    send("Your code is 654321.");

    var match = inbox.await(matching("code is (\\d{6})")).within(Duration.ZERO);

    assertThat(match.extract()).isEqualTo("123456");
    assertThat(match.message().text()).isEqualTo("Your code is 123456.");
    assertThat(inbox.receive()).hasSize(3);
    assertThat(inbox.receive()).isEmpty();
  }

  @Test
  void await_comesAmongOthers_returnsIt() throws Exception {
    send("Hello");
    var match = CompletableFuture.supplyAsync(
        () -> inbox.await(matching("\\d{6}")).within(LONG));

    send("Nothing yet");
    send("It is 123456");

    assertThat(Eventually.get(match).extract()).isEqualTo("123456");
  }

  @Test
  void await_manyTimesWhileOthersSend_missesNone() throws Exception {
    for (int i = 0; i < 500; i++) {
      int number = i;
      var sending = CompletableFuture.runAsync(() -> {
        send("other");
        send("code " + number);
      });

      assertThat(inbox.await(matching("code (\\d+)")).within(LONG).extract())
          .isEqualTo(String.valueOf(i));
      Eventually.get(sending);
      inbox.receive();
    }
  }

  @Test
  void await_inVain_saysWhatDidArrive() {
    send("Hello");
    send("x".repeat(300));

    assertThatThrownBy(() -> inbox.await(matching("\\d{6}")).within(Duration.ofMillis(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("No message matching \\d{6} arrived for " + MOBILE + " within 0.001 s; "
            + "messages that arrived: \"Hello\", \"" + "x".repeat(200) + "…\"");
  }

  @Test
  void await_takenBySomebodyElseMeanwhile_isNamedToo() {
    send("gone");

    assertThatThrownBy(
        () -> inbox.await(new Closing().ofTheMailbox()).within(Duration.ofMillis(1)))
        .hasMessageEndingWith("arrived: \"gone\"");
  }

  /** A filter that empties the inbox while it checks a message, and matches no message. */
  private final class Closing {
    private Wanted ofTheMailbox() {
      return that("never comes", message -> {
        inbox.receive();
        return false;
      });
    }
  }

  @Test
  void await_nothing_saysSo() {
    assertThatThrownBy(() -> inbox.await(anyMessage()).within(Duration.ZERO)).hasMessage(
        "No message at all arrived for " + MOBILE + " within 0 s; nothing arrived");
  }

  @Test
  void extracting_besideMatching_bothMustBeThere() {
    send("Your code is 123456.");
    send("Your login code is 654321.");

    assertThat(inbox.await(matching("login").extracting("\\d{6}")).within(Duration.ZERO).extract())
        .isEqualTo("654321");
    assertThat(inbox.await(that("is from Ana", message -> message.from().equals(ana))
        .extracting("^\\w+")).within(Duration.ZERO).extract()).isEqualTo("Your");
    assertThatThrownBy(() -> inbox.await(matching("login").extracting("no (\\d)"))
        .within(Duration.ZERO))
        .hasMessageStartingWith("No message matching login to extract no (\\d) from arrived");
  }

  @Test
  void matching_groupThatIsNotThere_extractsNothing() {
    send("Hello");

    assertThat(inbox.await(matching("(x)?Hell")).within(Duration.ZERO).extract()).isEmpty();
  }

  @Test
  void await_interrupted_endsAndStaysInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> inbox.await(anyMessage()).within(LONG))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void inbox_ofNoNumber_isRefused() {
    assertThatThrownBy(() -> inbox(talk, "phone")).isInstanceOf(InvalidInput.class);
    assertThat(inbox(talk, "00880 1722-222222").user()).isEqualTo(inbox.user());
  }

  private void send(String text) {
    talk.send(ana, inbox.user(), text);
  }
}
