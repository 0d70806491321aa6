package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of receipts. */
abstract class ReceiptContract extends EngineFixture {
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
  void receipt_queuedDeliveredRead_eachWithItsTime() {
    pass(1);
    var id = talk.send(ana, bo, "text");
    assertThat(receipt(id)).isEqualTo(new Receipt(
        id, bo, Receipt.State.QUEUED, START.plusMillis(1), null, null));

    pass(1);
    talk.receive(bo);
    assertThat(receipt(id)).isEqualTo(new Receipt(
        id, bo, Receipt.State.DELIVERED, START.plusMillis(1), START.plusMillis(2), null));

    pass(1);
    assertThat(talk.read(bo, ana, List.of(id))).isOne();
    assertThat(receipt(id)).isEqualTo(new Receipt(id, bo, Receipt.State.READ,
        START.plusMillis(1), START.plusMillis(2), START.plusMillis(3)));
  }

  @Test
  void read_again_noNewsAndFirstTimeKept() {
    var id = talk.send(ana, bo, "text");
    talk.receive(bo);
    talk.read(bo, ana, List.of(id));
    var before = receipt(id);
    pass(9);

    assertThat(talk.read(bo, ana, List.of(id, id))).isZero();

    assertThat(receipt(id)).isEqualTo(before);
  }

  @Test
  void read_notDeliveredYet_nothing() {
    var id = talk.send(ana, bo, "text");
    talk.peek(bo, 1);
    talk.lease(bo, 1, RamTalk.MAX_LEASE);

    assertThat(talk.read(bo, ana, List.of(id))).isZero();

    assertThat(receipt(id).state()).isEqualTo(Receipt.State.QUEUED);
  }

  @Test
  void read_stillCarriedByATransfer_read() {
    var id = talk.send(ana, bo, "text");
    var transfer = talk.delivery().transfer(bo, 1);
    pass(2);

    assertThat(talk.read(bo, ana, List.of(id))).isOne();
    transfer.commit();

    assertThat(receipt(id)).isEqualTo(new Receipt(id, bo, Receipt.State.READ,
        START, START.plusMillis(2), START.plusMillis(2)));
  }

  @Test
  void read_expired_nothing() {
    var id = talk.send(Draft.of(ana, bo).text("text").expiresIn(Duration.ofMillis(5)));
    pass(5);

    assertThat(talk.read(bo, ana, List.of(id))).isZero();

    assertThat(receipt(id).state()).isEqualTo(Receipt.State.EXPIRED);
  }

  @Test
  void read_ofAnothersMessage_nothing() {
    var id = talk.send(ana, bo, "text");
    talk.receive(bo);
    var eve = signUp(talk, 3);

    assertThat(talk.read(eve, ana, List.of(id))).isZero();
    assertThat(talk.read(bo, eve, List.of(id, new MessageId(7)))).isZero();

    assertThat(receipt(id).state()).isEqualTo(Receipt.State.DELIVERED);
  }

  @Test
  void read_unknownUsers_refused() {
    var nobody = UserId.random();

    Refusal.of(UserNotFound.class, "user_not_found", () -> talk.read(nobody, ana, List.of()));
    Refusal.of(UserNotFound.class, "sender_not_found", () -> talk.read(bo, nobody, List.of()));
    Refusal.of(UserNotFound.class, "user_not_found", () -> talk.sent(nobody));
  }

  @Test
  void sent_manyTargets_inOrderOfSending() {
    var first = talk.send(ana, bo, "1");
    var second = talk.send(ana, ana, "2");
    var third = talk.send(ana, bo, "3");
    talk.receive(bo, 1);

    var receipts = talk.sent(ana);

    assertThat(receipts).extracting(Receipt::id).containsExactly(first, second, third);
    assertThat(receipts).extracting(Receipt::to).containsExactly(bo, ana, bo);
    assertThat(receipts).extracting(Receipt::state).containsExactly(
        Receipt.State.DELIVERED, Receipt.State.QUEUED, Receipt.State.QUEUED);
    assertThat(talk.sent(bo)).isEmpty();
    assertThat(talk.receipt(bo, first)).isEmpty();
  }

  @Test
  void sent_oneMoreThanAreKept_oldestForgotten() {
    int kept = talk.limits().receipts();
    var sent = sendAndReceive(kept + 1);

    assertThat(talk.sent(ana)).extracting(Receipt::id).isEqualTo(sent.subList(1, kept + 1));
    assertThat(talk.receipt(ana, sent.get(0))).isEmpty();
    assertThat(talk.read(bo, ana, sent)).isEqualTo(kept);
  }

  @Test
  void sent_refusedSends_receiptsStay() {
    int kept = talk.limits().receipts();
    var sent = sendAndReceive(kept - CAPACITY);
    sent.addAll(sendMany(talk, ana, bo, CAPACITY));
    var nobody = UserId.random();

    for (int i = 0; i < 10; i++) {
      assertThat(sendIfRoom(talk, ana, bo, "too much")).isNull();
      Refusal.of(UserNotFound.class, "target_not_found", () -> talk.send(ana, nobody, "lost"));
    }

    assertThat(talk.sent(ana)).extracting(Receipt::id).isEqualTo(sent);
    assertThat(talk.read(bo, ana, sent)).isEqualTo(kept - CAPACITY);
  }

  @Test
  void sent_keptReceiptsSmaller_bounded() {
    var short1 = open(settings().receipts(1));
    var eve = signUp(short1, 1);

    var sent = sendMany(short1, eve, eve, 3);

    assertThat(short1.sent(eve)).extracting(Receipt::id).isEqualTo(sent.subList(2, 3));
  }

  @Test
  void sent_targetLeft_deletedWithItsTime() {
    var sent = sendMany(talk, ana, bo, 3);
    talk.receive(bo, 1);
    talk.lease(bo, 1, RamTalk.MAX_LEASE);
    pass(4);

    talk.delete(bo);
    pass(4);

    assertThat(talk.sent(ana)).extracting(Receipt::state).containsExactly(
        Receipt.State.DELIVERED, Receipt.State.DELETED, Receipt.State.DELETED);
    assertThat(receipt(sent.get(1)).endedAt()).isEqualTo(START.plusMillis(4));
    assertThat(receipt(sent.get(2)).endedAt()).isEqualTo(START.plusMillis(4));
  }

  private Receipt receipt(MessageId id) {
    return talk.receipt(ana, id).orElseThrow();
  }

  private List<MessageId> sendAndReceive(int count) {
    var sent = new ArrayList<MessageId>();
    for (int i = 0; i < count; i++) {
      sent.add(talk.send(ana, bo, "m" + i));
      talk.receive(bo);
    }
    return sent;
  }
}
