package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of leases. */
abstract class LeaseContract extends EngineFixture {
  private static final Duration SECOND = Duration.ofSeconds(1);

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
  void lease_waiting_hiddenUntilTheDeadline() {
    var sent = sendMany(talk, ana, bo, 4);

    var lease = talk.lease(bo, 2, SECOND);

    assertThat(ids(lease.messages())).isEqualTo(sent.subList(0, 2));
    assertThat(counts(lease.messages())).containsOnly(1);
    assertThat(lease.until()).isEqualTo(START.plus(SECOND));
    pass(999);
    assertThat(ids(talk.peek(bo, 9))).isEqualTo(sent.subList(2, 4));
    pass(1);
    assertThat(ids(talk.peek(bo, 9))).isEqualTo(sent);
  }

  @Test
  void lease_ended_backInOldPlaceCountedOnceMore() {
    var sent = sendMany(talk, ana, bo, 3);
    talk.lease(bo, 2, SECOND);
    pass(1_000);

    var mail = talk.receive(bo);

    assertThat(ids(mail)).isEqualTo(sent);
    assertThat(counts(mail)).containsExactly(2, 2, 1);
  }

  @Test
  void lease_manyTimes_countGrows() {
    sendMany(talk, ana, bo, 1);

    for (int count = 1; count <= 4; count++) {
      assertThat(counts(talk.lease(bo, 1, SECOND).messages())).containsExactly(count);
      pass(1_000);
    }
  }

  @Test
  void lease_sameIdAgain_sameBatchRenewed() {
    var sent = sendMany(talk, ana, bo, 3);
    talk.lease(bo, 2, SECOND, "mine");
    pass(600);

    var again = talk.lease(bo, 9, SECOND, "mine");

    assertThat(ids(again.messages())).isEqualTo(sent.subList(0, 2));
    assertThat(counts(again.messages())).containsOnly(1);
    assertThat(again.until()).isEqualTo(START.plusMillis(1_600));
    pass(999);
    assertThat(ids(talk.peek(bo, 9))).isEqualTo(sent.subList(2, 3));
    pass(1);
    assertThat(ids(talk.peek(bo, 9))).isEqualTo(sent);
  }

  @Test
  void lease_sameIdForShorter_endsSooner() {
    sendMany(talk, ana, bo, 1);
    talk.lease(bo, 1, Duration.ofHours(1), "mine");
    talk.lease(bo, 1, SECOND, "mine");
    pass(1_000);

    assertThat(talk.receive(bo)).hasSize(1);
  }

  @Test
  void lease_sameIdAfterTheDeadline_newBatch() {
    var sent = sendMany(talk, ana, bo, 3);
    talk.lease(bo, 1, SECOND, "mine");
    pass(1_000);

    var again = talk.lease(bo, 2, SECOND, "mine");

    assertThat(ids(again.messages())).isEqualTo(sent.subList(0, 2));
    assertThat(counts(again.messages())).containsExactly(2, 1);
  }

  @Test
  void lease_two_separateMessages() {
    var sent = sendMany(talk, ana, bo, 3);

    var one = talk.lease(bo, 2, SECOND);
    var other = talk.lease(bo, 2, SECOND);

    assertThat(one.id()).isNotEqualTo(other.id());
    assertThat(ids(one.messages())).isEqualTo(sent.subList(0, 2));
    assertThat(ids(other.messages())).isEqualTo(sent.subList(2, 3));
    assertThat(talk.lease(bo, 1, SECOND).messages()).isEmpty();
    assertThat(talk.receive(bo)).isEmpty();
  }

  @Test
  void lease_racingTakers_noMessageTwice() throws Exception {
    for (int round = 0; round < 50; round++) {
      var sent = sendMany(talk, ana, bo, CAPACITY);

      var answers = Race.run(8, thread -> thread % 2 == 0
          ? ids(talk.lease(bo, 2, SECOND).messages()) : ids(talk.receive(bo, 2)));

      var taken = new ArrayList<MessageId>();
      answers.forEach(taken::addAll);
      assertThat(taken).containsExactlyInAnyOrderElementsOf(sent);
      pass(1_000);
      talk.receive(bo);
    }
  }

  @Test
  void lease_brokenRule_refused() {
    sendMany(talk, ana, bo, 1);

    Refusal.invalid("max_invalid", () -> talk.lease(bo, 0, SECOND));
    Refusal.invalid("lease_invalid", () -> talk.lease(bo, 1, Duration.ZERO));
    Refusal.invalid("lease_invalid", () -> talk.lease(bo, 1, Duration.ofNanos(999_999)));
    Refusal.invalid("lease_invalid", () -> talk.lease(bo, 1, RamTalk.MAX_LEASE.plusMillis(1)));
    Refusal.invalid("lease_id_invalid", () -> talk.lease(bo, 1, SECOND, ""));
    Refusal.invalid("lease_id_invalid", () -> talk.lease(bo, 1, SECOND, "x".repeat(65)));
    Refusal.invalid("lease_id_invalid", () -> talk.lease(bo, 1, SECOND, "a b"));
    Refusal.of(UserNotFound.class, "user_not_found",
        () -> talk.lease(UserId.random(), 1, SECOND));

    assertThat(talk.receive(bo)).hasSize(1);
  }

  @Test
  void acknowledge_all_deletedAndSenderTold() {
    var sent = sendMany(talk, ana, bo, 3);
    var lease = talk.lease(bo, 2, SECOND);
    pass(5);

    assertThat(talk.acknowledge(bo, lease.id())).isEqualTo(new Acknowledged(2, 0, 0));

    pass(5_000);
    assertThat(ids(talk.receive(bo))).isEqualTo(sent.subList(2, 3));
    var receipt = talk.receipt(ana, sent.get(0)).orElseThrow();
    assertThat(receipt.state()).isEqualTo(Receipt.State.DELIVERED);
    assertThat(receipt.deliveredAt()).isEqualTo(START.plusMillis(5));
  }

  @Test
  void acknowledge_again_harmless() {
    sendMany(talk, ana, bo, 2);
    var lease = talk.lease(bo, 2, SECOND);
    var ids = ids(lease.messages());
    talk.acknowledge(bo, lease.id());

    assertThat(talk.acknowledge(bo, lease.id())).isEqualTo(new Acknowledged(0, 0, 0));
    assertThat(talk.acknowledge(bo, lease.id(), ids)).isEqualTo(new Acknowledged(0, 2, 0));
  }

  @Test
  void acknowledge_someIds_othersStayLeased() {
    var sent = sendMany(talk, ana, bo, 3);
    var lease = talk.lease(bo, 2, SECOND);

    var answer = talk.acknowledge(
        bo, lease.id(), List.of(sent.get(1), sent.get(1), sent.get(2), new MessageId(7)));

    assertThat(answer).isEqualTo(new Acknowledged(1, 1, 1));
    assertThat(ids(talk.peek(bo, 9))).containsExactly(sent.get(2));
    pass(1_000);
    assertThat(ids(talk.receive(bo))).containsExactly(sent.get(0), sent.get(2));
  }

  @Test
  void acknowledge_afterTheDeadline_stillDeletes() {
    sendMany(talk, ana, bo, 2);
    var lease = talk.lease(bo, 1, SECOND);
    pass(2_000);

    assertThat(talk.acknowledge(bo, lease.id())).isEqualTo(new Acknowledged(1, 0, 0));

    assertThat(texts(talk.receive(bo))).containsExactly("m1");
  }

  @Test
  void acknowledge_afterAnotherLeaseTookOver_leftAlone() {
    var sent = sendMany(talk, ana, bo, 1);
    var late = talk.lease(bo, 1, SECOND);
    pass(1_000);
    var now = talk.lease(bo, 1, SECOND);

    assertThat(talk.acknowledge(bo, late.id(), sent)).isEqualTo(new Acknowledged(0, 0, 1));
    assertThat(talk.acknowledge(bo, late.id())).isEqualTo(new Acknowledged(0, 0, 0));

    assertThat(talk.acknowledge(bo, now.id(), sent)).isEqualTo(new Acknowledged(1, 0, 0));
  }

  @Test
  void acknowledge_unknownLease_nothingDeleted() {
    sendMany(talk, ana, bo, 1);

    assertThat(talk.acknowledge(bo, "unknown")).isEqualTo(new Acknowledged(0, 0, 0));
    assertThat(talk.acknowledge(ana, "unknown", List.of(new MessageId(1))))
        .isEqualTo(new Acknowledged(0, 1, 0));
    assertThat(talk.receive(bo)).hasSize(1);
  }

  @Test
  void release_all_backAtOnceInOldPlace() {
    var sent = sendMany(talk, ana, bo, 3);
    var lease = talk.lease(bo, 2, SECOND);

    assertThat(talk.release(bo, lease.id())).isEqualTo(2);

    assertThat(talk.release(bo, lease.id())).isZero();
    var mail = talk.receive(bo);
    assertThat(ids(mail)).isEqualTo(sent);
    assertThat(counts(mail)).containsExactly(2, 2, 1);
  }

  @Test
  void release_someIds_othersStayLeased() {
    var sent = sendMany(talk, ana, bo, 3);
    var lease = talk.lease(bo, 3, SECOND);

    assertThat(talk.release(bo, lease.id(), List.of(sent.get(1), new MessageId(7)))).isOne();

    assertThat(ids(talk.receive(bo))).containsExactly(sent.get(1));
    assertThat(talk.acknowledge(bo, lease.id()).acknowledged()).isEqualTo(2);
  }

  @Test
  void release_ofAnotherLeaseOrTooLate_nothing() {
    sendMany(talk, ana, bo, 2);
    var ended = talk.lease(bo, 1, SECOND);
    pass(1_000);
    talk.lease(bo, 2, SECOND);

    assertThat(talk.release(bo, ended.id())).isZero();
    assertThat(talk.release(ana, "unknown")).isZero();
    assertThat(talk.receive(bo)).isEmpty();
  }

  @Test
  void release_thenAcknowledge_leftAlone() {
    var sent = sendMany(talk, ana, bo, 1);
    var lease = talk.lease(bo, 1, SECOND);
    talk.release(bo, lease.id());

    assertThat(talk.acknowledge(bo, lease.id(), sent)).isEqualTo(new Acknowledged(0, 0, 1));
    assertThat(ids(talk.receive(bo))).isEqualTo(sent);
  }
}
