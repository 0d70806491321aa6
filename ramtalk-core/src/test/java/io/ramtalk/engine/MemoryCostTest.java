package io.ramtalk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.ramtalk.Draft;
import io.ramtalk.Pictures;
import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkBuilder;
import io.ramtalk.UsedHeap;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The agreement of the charged bytes with the growth of the heap of this JVM. */
final class MemoryCostTest {
  private static final int COUNT = 10_000;
  private static final int FEW = 4_000;
  private static final double PERCENT = 10;
  private static final Duration HOUR = Duration.ofHours(1);

  private final UserId[] users = new UserId[COUNT];
  private RamTalk talk = open(RamTalk.builder());

  @AfterEach
  void closeMessenger() {
    talk.close();
  }

  private static RamTalk open(RamTalkBuilder builder) {
    return builder.clock(VirtualClock.startingAt(Instant.EPOCH)).build();
  }

  @Test
  void user_numberAndName_measured() {
    assertCharged(COUNT, i -> signUp(i, "name" + (1_000 + i % 9_000), ""));
  }

  @Test
  void user_numberAlone_measured() {
    assertCharged(COUNT, i -> signUp(i, "", ""));
  }

  @Test
  void user_numberWithSeparators_measured() {
    assertCharged(COUNT, i -> signUp(i, "name" + (1_000 + i % 9_000), " -"));
  }

  @Test
  void user_picture_measured() {
    var picture = Pictures.gif(10_000);

    assertCharged(FEW, i ->
        talk.signUp(Profile.of("0171" + (1_000_000 + i)).image(picture)));
  }

  @Test
  void mailbox_emptied_measured() {
    signUpAll(COUNT);

    assertCharged(COUNT, i -> {
      send(i, "x");
      talk.receive(users[i]);
    });
  }

  @Test
  void message_32Bytes_measured() {
    signUpAll(COUNT);
    assertCharged(COUNT, i -> {
      send(i, "m".repeat(32));
      talk.peek(users[i], 5);
    });

    assertCharged(COUNT, i -> {
      for (int more = 0; more < 4; more++) {
        send(i, "m".repeat(32));
      }
      talk.peek(users[i], 5);
    });
  }

  @Test
  void message_notLookedAt_lessThanCharged() {
    signUpAll(COUNT);
    IntConsumer sendFour = i -> {
      for (int more = 0; more < 4; more++) {
        send(i, "m".repeat(32));
      }
    };
    assertThat(measure(COUNT, sendFour)).satisfies(bytes ->
        assertThat(bytes.measured()).isLessThan(bytes.charged()));
  }

  @Test
  void message_4KiB_measured() {
    signUpAll(FEW);

    assertCharged(FEW, i -> send(i, "m".repeat(4_096)));
  }

  @Test
  void message_picture_measured() {
    signUpAll(FEW);
    var picture = Pictures.gif(10_000);

    assertCharged(FEW, i -> talk.send(Draft.of(users[0], users[i]).image(picture)));
  }

  @Test
  void message_timed_measured() {
    signUpAll(COUNT);

    assertCharged(COUNT,
        i -> talk.send(Draft.of(users[0], users[i]).text("m".repeat(32)).expiresIn(HOUR)));
  }

  @Test
  void lease_oneMessage_measured() {
    signUpAll(COUNT);
    for (int i = 0; i < COUNT; i++) {
      send(i, "x");
      talk.peek(users[i], 1);
    }

    assertCharged(COUNT, i -> talk.lease(users[i], 1, HOUR));
  }

  @Test
  void receipt_firstAndMore_measured() {
    signUpAll(COUNT);
    assertCharged(COUNT, this::sendToFirst);

    assertCharged(COUNT, i -> {
      for (int more = 0; more < 7; more++) {
        sendToFirst(i);
      }
    });
  }

  @Test
  void ownId_several_measured() {
    talk.close();
    talk = open(RamTalk.builder().receipts(1));
    signUpAll(COUNT);

    assertCharged(COUNT, i -> {
      for (int id = 0; id < 8; id++) {
        var draft = Draft.of(users[i], copy(users[0])).text("x");
        talk.send(draft.id("5f0c3a52-64c7-4a8e-9b6e-3f1d2e4c5a6" + id));
        talk.receive(users[0]);
      }
    });
  }

  private void signUpAll(int count) {
    for (int i = 0; i < count; i++) {
      users[i] = signUp(i, "", "");
    }
  }

  /** Loads classes before the measurements, which would otherwise count them as data. */
  @BeforeAll
  static void load() {
    try (var other = RamTalk.create()) {
      var user = other.signUp("01711111111").user().id();
      other.send(user, user, "x");
      other.receive(user);
    }
  }

  private UserId signUp(int i, String name, String separator) {
    var mobile = "017" + separator + (10_000_000 + i);
    return talk.signUp(Profile.of(mobile).name(name)).user().id();
  }

  private void send(int to, String text) {
    talk.send(users[0], users[to], text);
  }

  /** Sends to a copy of the user id, because a server reads a new id object from each request. */
  private void sendToFirst(int from) {
    talk.send(users[from], copy(users[0]), "x");
    talk.receive(users[0]);
  }

  private static UserId copy(UserId id) {
    return new UserId(id.high(), id.low());
  }

  private void assertCharged(int count, IntConsumer one) {
    var bytes = measure(count, one);
    assertThat(bytes.charged()).isCloseTo(bytes.measured(), withinPercentage(PERCENT));
  }

  private record Bytes(double charged, double measured) {}

  private Bytes measure(int count, IntConsumer one) {
    long heap = UsedHeap.bytes();
    long used = talk.operations().budget().used();

    for (int i = 0; i < count; i++) {
      one.accept(i);
    }

    double measured = (double) (UsedHeap.bytes() - heap) / count;
    double charged = (double) (talk.operations().budget().used() - used) / count;
    return new Bytes(charged, measured);
  }
}
