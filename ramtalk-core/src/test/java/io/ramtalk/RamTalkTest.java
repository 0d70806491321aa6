package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RamTalkTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");
  private static final Duration BELOW_A_MILLISECOND = Duration.ofNanos(999_999);

  private final VirtualClock clock =
      VirtualClock.startingAt(START.plus(BELOW_A_MILLISECOND));
  private final RamTalk talk = RamTalk.builder().clock(clock).users(10).build();

  @AfterEach
  void closeMessenger() {
    talk.close();
  }

  @Test
  void create_defaults() {
    try (var plain = RamTalk.create()) {
      assertThat(plain.limits()).isEqualTo(Limits.DEFAULT);
      assertThat(plain.users()).isEmpty();
      assertThat(plain.signUp("01711111111").user().since())
          .isBetween(Instant.now().minusSeconds(60), Instant.now());
    }
  }

  @Test
  void create_two_separate() {
    var ana = talk.signUp("01711111111").user();

    try (var other = RamTalk.create()) {
      assertThat(other.find("01711111111")).isEmpty();
      Refusal.of(UserNotFound.class, "user_not_found", () -> other.user(ana.id()));
    }
  }

  @Test
  void signUp_numberAlone_newUser() {
    var answer = talk.signUp("017 1111-1111");

    var ana = answer.user();
    assertThat(answer.created()).isTrue();
    assertThat(ana.mobile()).isEqualTo(new Mobile("017 1111-1111", "01711111111"));
    assertThat(ana.name()).isEmpty();
    assertThat(ana.image()).isNull();
    assertThat(ana.since()).isEqualTo(START);
    assertThat(talk.user(ana.id())).isEqualTo(ana);
    assertThat(talk.find("01711111111")).contains(ana);
  }

  @Test
  void signUp_profile_nameAndImageKept() {
    byte[] file = Pictures.png(3, 2);

    var bo = talk.signUp(Profile.of("01722222222").name("Bo").image(file)).user();

    assertThat(bo.name()).isEqualTo("Bo");
    assertThat(bo.image().type()).isEqualTo(ImageType.PNG);
    assertThat(bo.image().bytes()).isEqualTo(file);
  }

  @Test
  void signUp_again_unchangedUser() {
    var ana = talk.signUp(Profile.of("+8801711111111").name("Ana")).user();
    clock.advance(Duration.ofHours(1));

    var again = talk.signUp(Profile.of("00880 1711 111111").name("Eve").image(Pictures.gif(1, 1)));

    assertThat(again.created()).isFalse();
    assertThat(again.user()).isEqualTo(ana);
    assertThat(talk.users()).containsExactly(ana);
  }

  @Test
  void signUp_againWithBadProfile_refused() {
    var ana = talk.signUp("01711111111").user();

    Refusal.invalid("image_type_unknown",
        () -> talk.signUp(Profile.of("01711111111").image(new byte[9])));

    assertThat(talk.users()).containsExactly(ana);
  }

  @Test
  void signUp_brokenRule_codeAndNothingChanged() {
    var number = Profile.of("01711111111");

    assertNobodyAdded("mobile_invalid", () -> talk.signUp("no number"));
    assertNobodyAdded("mobile_invalid", () -> talk.signUp(""));
    assertNobodyAdded("name_too_long", () -> talk.signUp(number.name("n".repeat(65))));
    assertNobodyAdded("name_not_unicode", () -> talk.signUp(number.name("\ud83d")));
    assertNobodyAdded("image_type_unknown", () -> talk.signUp(number.image(new byte[0])));
    assertNobodyAdded("image_too_large", () -> talk.signUp(number.image(new byte[51_201])));
    assertNobodyAdded("image_dimensions",
        () -> talk.signUp(number.image(Pictures.gif(2_049, 1))));
  }

  private void assertNobodyAdded(String code, ThrowingCallable call) {
    Refusal.invalid(code, call);
    assertThat(talk.users()).isEmpty();
    assertThat(talk.find("01711111111")).isEmpty();
  }

  @Test
  void signUp_messengerFull_refusedButKnownNumberAnswered() {
    var users = new ArrayList<User>();
    for (int i = 0; i < 10; i++) {
      users.add(talk.signUp("0170000000" + i).user());
    }

    var refusal = Refusal.of(
        TooManyUsers.class, "too_many_users", () -> talk.signUp("01711111111"));

    assertThat(refusal).hasMessageContaining("10");
    assertThat(talk.find("01711111111")).isEmpty();
    assertThat(talk.users()).containsExactlyElementsOf(users);
    assertThat(talk.signUp("01700000003").user()).isEqualTo(users.get(3));
  }

  @Test
  void signUp_imageArrayChangedByCaller_userUnchanged() {
    byte[] file = Pictures.jpeg(3, 2);
    byte[] original = file.clone();
    var bo = talk.signUp(Profile.of("01722222222").image(file)).user();

    Arrays.fill(file, (byte) 0);
    Arrays.fill(bo.image().bytes(), (byte) 0);

    assertThat(talk.user(bo.id()).image().bytes()).isEqualTo(original);
  }

  @Test
  void send_text_receivedOnce() {
    var ana = talk.signUp("01711111111").user();
    var bo = talk.signUp("01722222222").user();
    clock.advance(Duration.ofMillis(1));

    var id = talk.send(ana.id(), bo.id(), "Hello \ud83d\ude00");
    var mail = talk.receive(bo.id());

    assertThat(mail).hasSize(1);
    assertThat(mail.get(0).id()).isEqualTo(id);
    assertThat(mail.get(0).from()).isEqualTo(ana.id());
    assertThat(mail.get(0).text()).isEqualTo("Hello \ud83d\ude00");
    assertThat(mail.get(0).sentAt()).isEqualTo(START.plusMillis(1));
    assertThat(talk.receive(bo.id())).isEmpty();
    assertThat(talk.receive(ana.id())).isEmpty();
  }

  @Test
  void send_toOneself_received() {
    var ana = talk.signUp("01711111111").user();

    talk.send(ana.id(), ana.id(), "note");

    assertThat(talk.receive(ana.id())).extracting(Message::text).containsExactly("note");
  }

  @Test
  void send_clockSetBack_orderOfSendingAndOfIds() {
    var ana = talk.signUp("01711111111").user();
    var ids = new ArrayList<MessageId>();
    for (int i = 0; i < 5; i++) {
      ids.add(talk.send(ana.id(), ana.id(), "m" + i));
      clock.set(START.minusSeconds(i));
    }

    var mail = talk.receive(ana.id());

    assertThat(mail).extracting(Message::text).containsExactly("m0", "m1", "m2", "m3", "m4");
    assertThat(mail).extracting(Message::id).isEqualTo(ids).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void send_full_refusedAndNothingChanged() {
    var ana = talk.signUp("01711111111").user();
    var bo = talk.signUp("01722222222").user();
    for (int i = 0; i < 5; i++) {
      talk.send(ana.id(), bo.id(), "m" + i);
    }

    var refusal = Refusal.of(
        MailboxFull.class, "mailbox_full", () -> talk.send(ana.id(), bo.id(), "m5"));

    assertThat(refusal.capacity()).isEqualTo(5);
    assertThat(refusal.getStackTrace()).isEmpty();
    assertThat(refusal).hasMessageContaining(bo.id().toString()).hasMessageContaining("5");
    assertThat(talk.receive(bo.id())).extracting(Message::text)
        .containsExactly("m0", "m1", "m2", "m3", "m4");
  }

  @Test
  void send_roomAgain_accepted() {
    var ana = talk.signUp("01711111111").user();
    for (int i = 0; i < 5; i++) {
      talk.send(ana.id(), ana.id(), "m" + i);
    }

    talk.receive(ana.id(), 1);
    talk.send(ana.id(), ana.id(), "m5");

    assertThat(talk.receive(ana.id())).extracting(Message::text)
        .containsExactly("m1", "m2", "m3", "m4", "m5");
  }

  @Test
  void send_brokenRule_codeAndNothingSent() {
    var ana = talk.signUp("01711111111").user().id();
    var nobody = UserId.random();

    Refusal.invalid("text_empty", () -> talk.send(ana, ana, ""));
    Refusal.invalid("text_too_long", () -> talk.send(ana, ana, "x".repeat(4_097)));
    Refusal.invalid("text_not_unicode", () -> talk.send(ana, ana, "\ude00"));
    assertNotFound("sender_not_found", nobody, () -> talk.send(nobody, ana, "x"));
    assertNotFound("sender_not_found", nobody, () -> talk.send(nobody, nobody, "x"));
    assertNotFound("target_not_found", nobody, () -> talk.send(ana, nobody, "x"));

    assertThat(talk.receive(ana)).isEmpty();
  }

  private static void assertNotFound(String code, UserId id, ThrowingCallable call) {
    assertThat(Refusal.of(UserNotFound.class, code, call)).hasMessageEndingWith(id.toString());
  }

  @Test
  void send_longestText_receivedWhole() {
    var ana = talk.signUp("01711111111").user().id();
    var longest = "\u20ac".repeat(1_365) + "x";

    talk.send(ana, ana, longest);

    assertThat(talk.receive(ana).get(0).text()).isEqualTo(longest);
  }

  @Test
  void receive_max_oldestAndTheRestStays() {
    var ana = talk.signUp("01711111111").user().id();
    for (int i = 0; i < 3; i++) {
      talk.send(ana, ana, "m" + i);
    }

    assertThat(talk.receive(ana, 2)).extracting(Message::text).containsExactly("m0", "m1");
    assertThat(talk.receive(ana, 2)).extracting(Message::text).containsExactly("m2");
    assertThat(talk.receive(ana, 2)).isEmpty();
  }

  @Test
  void receive_badMax_refusedAndNothingTaken() {
    var ana = talk.signUp("01711111111").user().id();
    talk.send(ana, ana, "m");

    for (int max : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThat(Refusal.invalid("max_invalid", () -> talk.receive(ana, max)))
          .endsWith(" " + max);
    }

    assertThat(talk.receive(ana)).hasSize(1);
  }

  @Test
  void receive_unknownUser_refused() {
    var nobody = UserId.random();

    assertNotFound("user_not_found", nobody, () -> talk.receive(nobody));
    assertNotFound("user_not_found", nobody, () -> talk.receive(nobody, 1));
    assertNotFound("user_not_found", nobody, () -> talk.user(nobody));
  }

  @Test
  void find_noNumber_refused() {
    Refusal.invalid("mobile_invalid", () -> talk.find("nobody"));
  }

  @Test
  void users_many_inOrderOfRegistration() {
    var users = new ArrayList<User>();
    for (int i = 9; i >= 0; i--) {
      users.add(talk.signUp("0170000000" + i).user());
    }

    assertThat(talk.users()).containsExactlyElementsOf(users);
    assertThat(talk.users().skip(3).limit(2)).containsExactlyElementsOf(users.subList(3, 5));
  }

  @Test
  void toString_message_withoutText() {
    var ana = talk.signUp("01711111111").user().id();
    talk.send(ana, ana, "secret");

    var message = talk.receive(ana).get(0);

    assertThat(message).hasToString("Message[" + message.id() + " from " + ana + "]");
  }

  @Test
  void close_laterCalls_refused() {
    var ana = talk.signUp("01711111111").user().id();
    talk.send(ana, ana, "m");

    talk.close();
    talk.close();

    List<ThrowingCallable> calls = List.of(
        () -> talk.signUp("01711111111"),
        () -> talk.signUp(Profile.of("01722222222")),
        () -> talk.send(ana, ana, "m"),
        () -> talk.receive(ana),
        () -> talk.receive(ana, 1),
        () -> talk.user(ana),
        () -> talk.find("01711111111"),
        () -> talk.users(),
        () -> talk.list(ana),
        () -> talk.change(ana, ProfileChange.none()),
        () -> talk.delete(ana),
        () -> talk.send(Draft.of(ana, ana).text("m").id("a")),
        () -> talk.receive(ana, 1, Duration.ofSeconds(1)),
        () -> talk.delivery().awaitMail(ana, Duration.ofSeconds(1), mail -> { }),
        () -> talk.delivery().watch(ana, () -> { }),
        () -> talk.delivery().transfer(ana, 1),
        () -> talk.lease(ana, 1, Duration.ofSeconds(1)),
        () -> talk.acknowledge(ana, "lease"),
        () -> talk.release(ana, "lease"),
        () -> talk.peek(ana, 1),
        () -> talk.sent(ana),
        () -> talk.read(ana, ana, List.of()),
        () -> talk.export(ana));
    assertThat(calls).allSatisfy(call -> Refusal.of(MessengerClosed.class, "closed", call));
    Refusal.invalid("text_empty", () -> talk.send(ana, ana, ""));
    assertThat(talk.limits().users()).isEqualTo(10);
  }
}
