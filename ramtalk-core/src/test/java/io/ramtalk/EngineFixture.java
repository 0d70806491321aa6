package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.engine.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;

/** A messenger on the engine under test, with a clock that the test moves. */
abstract class EngineFixture {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final int CAPACITY = Limits.DEFAULT.mailboxCapacity();

  private final VirtualClock clock = VirtualClock.startingAt(START);
  private final List<RamTalk> opened = new ArrayList<>();

  abstract Engine newEngine();

  /** Returns the bytes by which the engine may remember a rejected send. */
  long rememberedBytes() {
    return 0;
  }

  /** Checks after each test that every message can be received once all leases have ended. */
  @AfterEach
  void closeMessengers() {
    try {
      clock.advance(RamTalk.MAX_LEASE);
      opened.forEach(EngineFixture::checkUnlessClosed);
    } finally {
      opened.forEach(RamTalk::close);
    }
  }

  private static void checkUnlessClosed(RamTalk talk) {
    try {
      EveryMessageCheck.receiveAll(talk);
    } catch (MessengerClosed e) {
      assertThat(e.code()).isEqualTo("closed");
    }
  }

  /** Returns the settings of a messenger on a new engine, with the test's clock. */
  RamTalkBuilder settings() {
    return RamTalk.builder().engine(newEngine()).clock(clock);
  }

  /** Opens a messenger that is closed after the test. */
  RamTalk open(RamTalkBuilder builder) {
    var talk = builder.build();
    opened.add(talk);
    return talk;
  }

  /** Waits until the used memory fulfils a condition: an engine may finish commands later. */
  static void awaitUsed(RamTalk talk, LongPredicate condition) {
    var budget = talk.operations().budget();
    Eventually.that(() -> "used memory, which is " + budget.used(),
        () -> condition.test(budget.used()));
  }

  VirtualClock clock() {
    return clock;
  }

  void pass(long millis) {
    clock.advance(Duration.ofMillis(millis));
  }

  static UserId signUp(RamTalk talk, int number) {
    return talk.signUp(number(number)).user().id();
  }

  static String number(int i) {
    return String.format("017%08d", i);
  }

  /** Sends texts m0, m1 and so on. */
  static List<MessageId> sendMany(RamTalk talk, UserId from, UserId to, int count) {
    var ids = new ArrayList<MessageId>();
    for (int i = 0; i < count; i++) {
      ids.add(talk.send(from, to, "m" + i));
    }
    return ids;
  }

  /** Sends a text, and returns null if the mailbox is full. */
  static MessageId sendIfRoom(RamTalk talk, UserId from, UserId to, String text) {
    try {
      return talk.send(from, to, text);
    } catch (MailboxFull full) {
      return null;
    }
  }

  static void assertFull(RamTalk talk, UserId to) {
    assertThat(sendIfRoom(talk, to, to, "too much")).as("accepted by a full mailbox").isNull();
  }

  static List<MessageId> ids(List<Message> messages) {
    return messages.stream().map(Message::id).toList();
  }

  static List<String> texts(List<Message> messages) {
    return messages.stream().map(Message::text).toList();
  }

  static List<Integer> counts(List<Message> messages) {
    return messages.stream().map(Message::deliveryCount).toList();
  }

  static void yieldUnlessInterrupted() throws InterruptedException {
    Thread.yield();
    if (Thread.interrupted()) {
      throw new InterruptedException("The race took longer than " + Eventually.LIMIT);
    }
  }
}
