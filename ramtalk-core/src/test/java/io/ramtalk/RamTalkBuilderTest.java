package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ramtalk.engine.Engine;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RamTalkBuilderTest {
  @Test
  void build_untouched_defaults() {
    try (var talk = RamTalk.builder().build()) {
      assertThat(talk.limits()).isEqualTo(Limits.DEFAULT);
    }
  }

  @Test
  void build_everyLimit_kept() {
    var builder = RamTalk.builder().mailboxCapacity(1).textBytes(2).nameCharacters(3)
        .imageBytes(4).imageSidePixels(5).users(6).receipts(7).idempotencyKeys(8).budgetBytes(9)
        .overflow(Overflow.DROP_OLDEST);

    try (var talk = builder.build()) {
      assertThat(talk.limits()).isEqualTo(
          new Limits(1, 2, 3, 4, 5, 6, 7, 8, 9, Overflow.DROP_OLDEST));
    }
  }

  @Test
  void sendIds_earlierName_setsIdempotencyKeys() {
    try (var talk = RamTalk.builder().sendIds(8).build()) {
      assertThat(talk.limits().idempotencyKeys()).isEqualTo(8);
    }
  }

  @Test
  void build_limits_hold() {
    byte[] file = Pictures.png(5, 5);
    var builder = RamTalk.builder().mailboxCapacity(1).textBytes(2).nameCharacters(3)
        .imageBytes(file.length).imageSidePixels(5).users(1);

    try (var talk = builder.build()) {
      var profile = Profile.of("01711111111").name("Ana").image(file);
      var ana = talk.signUp(profile).user().id();
      talk.send(ana, ana, "ab");

      Refusal.of(MailboxFull.class, "mailbox_full", () -> talk.send(ana, ana, "ab"));
      Refusal.invalid("text_too_long", () -> talk.send(ana, ana, "abc"));
      Refusal.invalid("name_too_long", () -> talk.signUp(profile.name("Anna")));
      Refusal.invalid("image_dimensions", () -> talk.signUp(profile.image(Pictures.gif(6, 1))));
      Refusal.invalid("image_too_large",
          () -> talk.signUp(profile.image(new byte[file.length + 1])));
      Refusal.of(TooManyUsers.class, "too_many_users", () -> talk.signUp("01722222222"));
    }
  }

  @Test
  void build_badLimit_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RamTalk.builder().mailboxCapacity(0).build())
        .withMessageContaining("mailboxCapacity");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RamTalk.builder().users(-1).build())
        .withMessageContaining("users");
  }

  @Test
  void build_clock_followed() {
    var start = Instant.parse("2030-05-06T07:08:09Z");

    try (var talk = RamTalk.builder().clock(VirtualClock.startingAt(start)).build()) {
      assertThat(talk.signUp("01711111111").user().since()).isEqualTo(start);
    }
  }

  @Test
  void build_mobileParser_readsEveryNumber() {
    MobileParser national = text -> {
      var plain = Mobile.parse(text);
      return plain.canonical().startsWith("0")
          ? new Mobile(plain.given(), "+880" + plain.canonical().substring(1)) : plain;
    };

    try (var talk = RamTalk.builder().mobileParser(national).build()) {
      var ana = talk.signUp("+880 1711-111111").user();

      assertThat(talk.signUp("01711111111").user()).isEqualTo(ana);
      assertThat(talk.find("01711 111111")).hasValue(ana);
      assertThat(talk.parseMobile("01711111111").canonical()).isEqualTo("+8801711111111");
      assertThat(Profile.of("017 11111111").check(talk.limits(), talk::parseMobile).canonical())
          .isEqualTo("+8801711111111");
    }
  }

  @Test
  void signUp_nameOfNothingVisible_noName() {
    try (var talk = RamTalk.create()) {
      var ana = talk.signUp(Profile.of("01711111111").name("\u200b \u200e")).user();
      var bo = talk.signUp(Profile.of("01722222222").name("Bo")).user();

      assertThat(ana.name()).isEmpty();
      assertThat(talk.change(bo.id(), ProfileChange.none().name("\u3164")).name()).isEmpty();
      Refusal.invalid("name_not_printable",
          () -> talk.change(bo.id(), ProfileChange.none().name("Bo\u202e")));
    }
  }

  @Test
  void build_engine_usedAndClosed() {
    var engine = Engine.onHeap();

    try (var talk = RamTalk.builder().engine(engine).build()) {
      var ana = talk.signUp("01711111111").user();
      assertThat(engine.find(Mobile.parse("01711111111"))).isEqualTo(ana);
    }

    assertThat(engine.health()).isEqualTo(Engine.Health.CLOSED);
  }

  @Test
  void build_twice_separateMessengers() {
    var builder = RamTalk.builder();

    try (var one = builder.build(); var other = builder.build()) {
      one.signUp("01711111111");

      assertThat(other.users()).isEmpty();
    }
  }
}
