package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of account changes, deletion and export. */
abstract class AccountContract extends EngineFixture {
  private RamTalk talk;
  private UserId ana;
  private UserId bo;

  @BeforeEach
  void openMessenger() {
    talk = open(settings());
    ana = signUp(talk, 1);
    bo = signUp(talk, 2);
  }

  @Test
  void change_nameAndImage_seenByAll() {
    var changed = talk.change(
        bo, ProfileChange.none().name("Bobby").image(Pictures.png(3, 2)));

    for (var user : List.of(changed, talk.user(bo), talk.find(number(2)).orElseThrow())) {
      assertThat(user.id()).isEqualTo(bo);
      assertThat(user.name()).isEqualTo("Bobby");
      assertThat(user.image().bytes()).isEqualTo(Pictures.png(3, 2));
      assertThat(user.since()).isEqualTo(START);
    }
  }

  @Test
  void change_oneThing_othersStay() {
    talk.change(bo, ProfileChange.none().name("Bo").image(Pictures.png(3, 2)));

    assertThat(talk.change(bo, ProfileChange.none().name("B")).image()).isNotNull();
    assertThat(talk.change(bo, ProfileChange.none().removeImage()).name()).isEqualTo("B");
    assertThat(talk.change(bo, ProfileChange.none()).image()).isNull();
    assertThat(talk.change(bo, ProfileChange.none().name("")).name()).isEmpty();
  }

  @Test
  void change_brokenRule_refusedAndUnchanged() {
    var before = talk.user(bo);

    Refusal.invalid("name_too_long",
        () -> talk.change(bo, ProfileChange.none().name("n".repeat(65))));
    Refusal.invalid("image_type_unknown",
        () -> talk.change(bo, ProfileChange.none().name("Bobby").image(new byte[9])));
    Refusal.of(UserNotFound.class, "user_not_found",
        () -> talk.change(UserId.random(), ProfileChange.none()));

    assertThat(talk.user(bo)).isEqualTo(before);
  }

  @Test
  void delete_user_goneEverywhere() {
    sendMany(talk, ana, bo, 2);

    talk.delete(bo);

    assertThat(talk.find(number(2))).isEmpty();
    assertThat(talk.users()).extracting(User::id).containsExactly(ana);
    List<ThrowingCallable> calls = List.of(
        () -> talk.user(bo), () -> talk.receive(bo), () -> talk.peek(bo, 1),
        () -> talk.lease(bo, 1, RamTalk.MAX_LEASE), () -> talk.delivery().transfer(bo, 1),
        () -> talk.acknowledge(bo, "x"), () -> talk.release(bo, "x"), () -> talk.sent(bo),
        () -> talk.export(bo), () -> talk.delete(bo), () -> talk.list(bo));
    assertThat(calls)
        .allSatisfy(call -> Refusal.of(UserNotFound.class, "user_not_found", call));
    Refusal.of(UserNotFound.class, "target_not_found", () -> talk.send(ana, bo, "late"));
    Refusal.of(UserNotFound.class, "sender_not_found", () -> talk.send(bo, ana, "late"));
  }

  @Test
  void delete_user_numberFreeAndNewUserEmpty() {
    sendMany(talk, ana, bo, 2);
    sendMany(talk, bo, ana, 2);
    talk.delete(bo);

    var again = talk.signUp(number(2));

    assertThat(again.created()).isTrue();
    assertThat(again.user().id()).isNotEqualTo(bo);
    assertThat(talk.receive(again.user().id())).isEmpty();
    assertThat(talk.sent(again.user().id())).isEmpty();
  }

  @Test
  void delete_sender_itsMessagesStay() {
    sendMany(talk, ana, bo, 2);

    talk.delete(ana);

    assertThat(texts(talk.receive(bo))).containsExactly("m0", "m1");
  }

  @Test
  void delete_whileOthersSend_everyMessageDeliveredOrDeleted() throws Exception {
    for (int round = 0; round < 30; round++) {
      var target = signUp(talk, 100 + round);
      var senders = List.of(signUp(talk, 200), signUp(talk, 201), signUp(talk, 202));

      var answers = Race.<List<MessageId>>run(4, thread -> {
        if (thread == 3) {
          talk.delete(target);
          return List.of();
        }
        return sendWhileThere(senders.get(thread), target);
      });

      for (int thread = 0; thread < 3; thread++) {
        var ids = answers.get(thread);
        assertThat(talk.sent(senders.get(thread)))
            .filteredOn(receipt -> receipt.to().equals(target))
            .hasSize(ids.size())
            .extracting(Receipt::state).doesNotContain(Receipt.State.QUEUED);
      }
    }
  }

  private List<MessageId> sendWhileThere(UserId from, UserId to) {
    var sent = new ArrayList<MessageId>();
    try {
      for (int i = 0; i < 2; i++) {
        var id = sendIfRoom(talk, from, to, "m");
        if (id != null) {
          sent.add(id);
        }
      }
    } catch (UserNotFound left) {
      assertThat(left.code()).isEqualTo("target_not_found");
    }
    return sent;
  }

  @Test
  void export_mailLeasedAndSent_allOfIt() {
    var toBo = sendMany(talk, ana, bo, 2);
    var toAna = sendMany(talk, bo, ana, 1);
    talk.lease(bo, 1, RamTalk.MAX_LEASE);

    var export = talk.export(bo);

    assertThat(export.user()).isEqualTo(talk.user(bo));
    assertThat(ids(export.mailbox())).isEqualTo(toBo);
    assertThat(export.sent()).isEqualTo(talk.sent(bo));
    assertThat(export.sent()).extracting(Receipt::id).isEqualTo(toAna);
    assertThat(counts(talk.receive(bo))).containsExactly(1);
  }

  @Test
  void export_newUser_empty() {
    var export = talk.export(bo);

    assertThat(export.mailbox()).isEmpty();
    assertThat(export.sent()).isEmpty();
  }
}
