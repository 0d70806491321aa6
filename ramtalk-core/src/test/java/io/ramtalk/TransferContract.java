package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of transfers, which carry messages over a connection that may break. */
abstract class TransferContract extends EngineFixture {
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
  void handOver_confirmed_goneAndSenderTold() {
    var sent = sendMany(talk, ana, bo, 3);
    var transfer = talk.delivery().transfer(bo, 2);
    assertThat(ids(transfer.messages())).isEqualTo(sent.subList(0, 2));
    assertThat(counts(transfer.messages())).containsOnly(1);
    assertThat(talk.receipt(ana, sent.get(0)).orElseThrow().state())
        .isEqualTo(Receipt.State.QUEUED);
    pass(3);

    transfer.commit();

    var receipt = talk.receipt(ana, sent.get(0)).orElseThrow();
    assertThat(receipt.state()).isEqualTo(Receipt.State.DELIVERED);
    assertThat(receipt.deliveredAt()).isEqualTo(START.plusMillis(3));
    assertThat(ids(talk.receive(bo))).isEqualTo(sent.subList(2, 3));
  }

  @Test
  void handOver_onItsWay_nobodyElseGetsIt() {
    var sent = sendMany(talk, ana, bo, 2);
    talk.delivery().transfer(bo, 1);

    assertThat(ids(talk.peek(bo, 9))).isEqualTo(sent.subList(1, 2));
    assertThat(ids(talk.delivery().transfer(bo, 9).messages())).isEqualTo(sent.subList(1, 2));
    assertThat(talk.receive(bo)).isEmpty();
  }

  @Test
  void takeBack_othersThere_oldPlacesCountedOnceMore() {
    var sent = sendMany(talk, ana, bo, 3);
    var transfer = talk.delivery().transfer(bo, 2);

    transfer.rollback();

    var mail = talk.receive(bo);
    assertThat(ids(mail)).isEqualTo(sent);
    assertThat(counts(mail)).containsExactly(2, 2, 1);
  }

  @Test
  void handOver_onItsWay_takesNoRoom() {
    sendMany(talk, ana, bo, CAPACITY);

    var transfer = talk.delivery().transfer(bo, CAPACITY);
    sendMany(talk, ana, bo, CAPACITY);

    assertFull(talk, bo);
    transfer.commit();
    assertFull(talk, bo);
    assertThat(talk.receive(bo)).hasSize(CAPACITY);
  }

  @Test
  void takeBack_filledMeanwhile_allThereAndFullUntilReceived() {
    var sent = new ArrayList<>(sendMany(talk, ana, bo, CAPACITY));
    var transfer = talk.delivery().transfer(bo, CAPACITY);
    sent.addAll(sendMany(talk, ana, bo, CAPACITY));

    transfer.rollback();

    assertFull(talk, bo);
    assertThat(ids(talk.receive(bo, CAPACITY))).isEqualTo(sent.subList(0, CAPACITY));
    assertFull(talk, bo);
    assertThat(ids(talk.receive(bo, 1))).isEqualTo(sent.subList(CAPACITY, CAPACITY + 1));
    assertThat(sendIfRoom(talk, ana, bo, "room")).isNotNull();
  }

  @Test
  void handOver_carrierNeverSays_backAfterAWhile() {
    var sent = sendMany(talk, ana, bo, 1);
    talk.delivery().transfer(bo, 1);

    pass(RamTalk.MAX_LEASE.toMillis());

    assertThat(ids(talk.receive(bo))).isEqualTo(sent);
  }

  @Test
  void confirm_twiceOrAfterTakeBack_harmless() {
    var sent = sendMany(talk, ana, bo, 2);
    var first = talk.delivery().transfer(bo, 1);
    first.commit();
    first.commit();
    first.rollback();
    var second = talk.delivery().transfer(bo, 1);
    second.rollback();
    second.commit();

    assertThat(ids(talk.receive(bo))).isEqualTo(sent.subList(1, 2));
  }

  @Test
  void handOver_userLeft_harmless() {
    sendMany(talk, ana, bo, 2);
    var one = talk.delivery().transfer(bo, 1);
    var other = talk.delivery().transfer(bo, 1);
    talk.delete(bo);

    one.commit();
    other.rollback();

    assertThat(talk.find(number(2))).isEmpty();
  }

  @Test
  void handOver_nothingThere_empty() {
    var transfer = talk.delivery().transfer(bo, 9);
    transfer.commit();
    transfer.rollback();

    assertThat(transfer.messages()).isEmpty();
  }
}
