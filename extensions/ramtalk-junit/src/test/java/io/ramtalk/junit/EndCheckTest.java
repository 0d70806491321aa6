package io.ramtalk.junit;

import static io.ramtalk.junit.EndCheck.NOTHING_DROPPED;
import static io.ramtalk.junit.EndCheck.NOTHING_LEASED;
import static io.ramtalk.junit.EndCheck.NOTHING_UNREAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.ramtalk.MessengerClosed;
import io.ramtalk.Overflow;
import io.ramtalk.RamTalk;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Checks at the end of a test, and the failures they report. */
final class EndCheckTest {
  private static RamTalk last;

  @Test
  void unread_failsAndNamesIt() {
    assertFails(Unread.class, "The test ends with messages 1 unread: 01722222222 holds \"Hello\"");
  }

  @RamTalkTest(atEnd = {NOTHING_UNREAD, NOTHING_LEASED, NOTHING_DROPPED})
  static final class Unread {
    @Test
    void sends(RamTalk talk) {
      send(talk, "Hello");
    }
  }

  @Test
  void leased_failsAndNamesIt() {
    assertFails(Leased.class,
        "The test ends with messages 1 leased and not acknowledged: 01722222222 holds \"Hello\"");
  }

  static final class Leased {
    @RegisterExtension
    private final RamTalkExtension ramTalk = RamTalkExtension.builder()
        .atEnd(NOTHING_UNREAD, NOTHING_LEASED).build();

    @Test
    void leases(RamTalk talk) {
      send(talk, "Hello");
      talk.lease(talk.find("01722222222").orElseThrow().id(), 1, Duration.ofMinutes(1));
    }
  }

  @Test
  void dropped_failsAndCountsThem() {
    assertFails(Dropped.class,
        "The test ends with messages 2 dropped by mailboxes with a capacity of 1");
  }

  static final class Dropped {
    @RegisterExtension
    static final RamTalkExtension RAM_TALK = RamTalkExtension.builder().messenger(
        settings -> settings.mailboxCapacity(1).overflow(Overflow.DROP_OLDEST))
        .atEnd(NOTHING_DROPPED).build();

    @Test
    void drops(RamTalk talk) {
      send(talk, "one");
      send(talk, "two");
      send(talk, "three");
    }
  }

  @Test
  void method_saysItForItself() {
    var results = run(ByMethod.class);

    results.testEvents().assertThatEvents()
        .haveExactly(1, event(test("strict"), finishedWithFailure()))
        .haveExactly(1, event(test("lax"), finishedSuccessfully()));
  }

  @RamTalkTest
  static final class ByMethod {
    @Test
    @RamTalkTest(atEnd = NOTHING_UNREAD)
    void strict(RamTalk talk) {
      send(talk, "Hello");
    }

    @Test
    void lax(RamTalk talk) {
      send(talk, "Hello");
    }
  }

  @Test
  void testThatFailed_keepsItsOwnFailureAndIsClosed() {
    var results = run(Fails.class);

    results.testEvents().assertThatEvents()
        .haveExactly(1, finishedWithFailure(message("its own")));
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> last.users()))
        .isInstanceOf(MessengerClosed.class);
  }

  @RamTalkTest(atEnd = NOTHING_UNREAD)
  static final class Fails {
    @Test
    void fails(RamTalk talk) {
      last = talk;
      send(talk, "Hello");
      throw new AssertionError("its own");
    }
  }

  @Test
  void parameterOfAClass_isRefusedWithTheReason() {
    run(ForAll.class).containerEvents().assertThatEvents().haveExactly(1, finishedWithFailure(
        message(text -> text.startsWith("Each test has its own messenger"))));
  }

  @RamTalkTest
  static final class ForAll {
    @BeforeAll
    static void share(RamTalk talk) {
      throw new AssertionError("Who would close it: " + talk);
    }

    @Test
    void runs() {}
  }

  private static void assertFails(Class<?> type, String message) {
    run(type).testEvents().assertThatEvents()
        .haveExactly(1, finishedWithFailure(message(message)));
  }

  private static EngineExecutionResults run(Class<?> type) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(type)).execute();
  }

  private static void send(RamTalk talk, String text) {
    var ana = talk.signUp("01711111111").user().id();
    talk.send(ana, talk.signUp("01722222222").user().id(), text);
  }
}
