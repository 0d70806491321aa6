package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of idempotency keys: repeated sends store a message once. */
abstract class SendIdContract extends EngineFixture {
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
  void send_sameIdAgain_storedOnceAndSameAnswer() {
    var first = talk.send(draft("a"));

    assertThat(talk.send(draft("a"))).isEqualTo(first);
    assertThat(talk.send(draft("a").text("other words"))).isEqualTo(first);

    assertThat(texts(talk.receive(bo))).containsExactly("text");
    assertThat(talk.sent(ana)).hasSize(1);
  }

  @Test
  void send_sameIdAfterFetch_notStoredAgain() {
    var first = talk.send(draft("a"));
    talk.receive(bo);

    assertThat(talk.send(draft("a"))).isEqualTo(first);

    assertThat(talk.receive(bo)).isEmpty();
  }

  @Test
  void send_sameIdWhenFull_answeredAsBefore() {
    var first = talk.send(draft("a"));
    sendMany(talk, ana, bo, CAPACITY - 1);

    assertThat(talk.send(draft("a"))).isEqualTo(first);
  }

  @Test
  void send_sameIdOfAnotherSender_stored() {
    talk.send(draft("a"));
    talk.send(Draft.of(bo, bo).text("text").id("a"));

    assertThat(talk.receive(bo)).extracting(Message::from).containsExactly(ana, bo);
  }

  @Test
  void send_sameIdToAnother_refused() {
    talk.send(draft("a"));

    Refusal.of(SendConflict.class, "send_id_reused",
        () -> talk.send(Draft.of(ana, ana).text("text").id("a")));

    assertThat(talk.receive(ana)).isEmpty();
    assertThat(talk.sent(ana)).hasSize(1);
  }

  @Test
  void send_refused_idFree() {
    sendMany(talk, ana, bo, CAPACITY);
    long used = talk.operations().budget().used();
    Refusal.of(MailboxFull.class, "mailbox_full", () -> talk.send(draft("a")));
    Refusal.of(UserNotFound.class, "target_not_found",
        () -> talk.send(Draft.of(ana, UserId.random()).text("text").id("a")));
    assertThat(talk.operations().budget().used()).isBetween(used, used + rememberedBytes());
    talk.receive(bo);

    talk.send(draft("a"));

    assertThat(texts(talk.receive(bo))).containsExactly("text");
  }

  @Test
  void send_asManyIdsAsAreKept_allKnown() {
    int kept = talk.limits().idempotencyKeys();
    for (int i = 0; i < kept; i++) {
      talk.send(draft("id" + i));
      talk.receive(bo);
    }

    for (int i = 0; i < kept; i++) {
      talk.send(draft("id" + i));
    }

    assertThat(talk.receive(bo)).isEmpty();
  }

  @Test
  void send_oneIdMoreThanAreKept_oldestForgotten() {
    int kept = talk.limits().idempotencyKeys();
    for (int i = 0; i <= kept; i++) {
      talk.send(draft("id" + i));
      talk.receive(bo);
    }

    talk.send(draft("id1"));
    assertThat(talk.receive(bo)).isEmpty();
    talk.send(draft("id0"));
    assertThat(talk.receive(bo)).hasSize(1);
  }

  @Test
  void send_refusedWithNewIds_oldIdsStillKnown() {
    int kept = talk.limits().idempotencyKeys();
    for (int i = 0; i < kept; i++) {
      talk.send(draft("id" + i));
      talk.receive(bo);
    }
    sendMany(talk, ana, bo, CAPACITY);

    for (int i = 0; i < 10; i++) {
      var fresh = draft("fresh" + i);
      Refusal.of(MailboxFull.class, "mailbox_full", () -> talk.send(fresh));
    }
    talk.receive(bo);

    talk.send(draft("id0"));
    assertThat(talk.receive(bo)).isEmpty();
  }

  @Test
  void send_racingSendsOfOneId_storedOnce() throws Exception {
    for (int round = 0; round < Race.rounds(20); round++) {
      var id = "round" + round;

      var answers = Race.run(64, thread -> sendUntilAnswered(draft(id)));

      assertThat(new HashSet<>(answers)).hasSize(1);
      assertThat(ids(talk.receive(bo))).containsExactly(answers.get(0));
    }
  }

  private MessageId sendUntilAnswered(Draft draft) throws InterruptedException {
    while (true) {
      try {
        return talk.send(draft);
      } catch (SendConflict conflict) {
        assertThat(conflict.code()).isEqualTo("send_in_progress");
        yieldUnlessInterrupted();
      }
    }
  }

  private Draft draft(String id) {
    return Draft.of(ana, bo).text("text").id(id);
  }
}
