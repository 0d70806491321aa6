package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of message expiry and self-destruction. */
abstract class LifetimeContract extends EngineFixture {
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
  void receive_lastMillisecondAndExpiry_thereAndGone() {
    expiring(100);
    expiring(100);
    pass(99);
    assertThat(talk.receive(bo, 1)).hasSize(1);

    pass(1);

    assertThat(talk.receive(bo)).isEmpty();
  }

  @Test
  void peek_lastMillisecondAndExpiry_thereAndGone() {
    expiring(100);
    pass(99);
    assertThat(talk.peek(bo, 1)).hasSize(1);

    pass(1);

    assertThat(talk.peek(bo, 1)).isEmpty();
  }

  @Test
  void lease_expiry_gone() {
    expiring(100);
    pass(100);

    assertThat(talk.lease(bo, 1, Duration.ofSeconds(1)).messages()).isEmpty();
    assertThat(talk.delivery().transfer(bo, 1).messages()).isEmpty();
    assertThat(talk.export(bo).mailbox()).isEmpty();
  }

  @Test
  void send_fullWhoseMessageHasJustExpired_accepted() {
    expiring(100);
    sendMany(talk, ana, bo, CAPACITY - 1);
    pass(99);
    assertFull(talk, bo);

    pass(1);

    assertThat(sendIfRoom(talk, ana, bo, "room")).isNotNull();
    assertFull(talk, bo);
  }

  @Test
  void sent_expiry_receiptSaysExpiredAtTheExactTime() {
    var id = expiring(100);
    pass(99);
    assertThat(talk.receipt(ana, id).orElseThrow().state()).isEqualTo(Receipt.State.QUEUED);

    pass(60_001);

    var receipt = talk.receipt(ana, id).orElseThrow();
    assertThat(receipt.state()).isEqualTo(Receipt.State.EXPIRED);
    assertThat(receipt.endedAt()).isEqualTo(START.plusMillis(100));
    assertThat(receipt.deliveredAt()).isNull();
  }

  @Test
  void expiresAt_ofAMessage_sendingTimeAndDuration() {
    pass(7);
    expiring(100);

    assertThat(talk.receive(bo).get(0).expiresAt()).contains(START.plusMillis(107));
  }

  @Test
  void expiresIn_longest_kept() {
    talk.send(Draft.of(ana, bo).text("long").expiresIn(Draft.MAX_LIFE));
    clock().advance(Draft.MAX_LIFE.minusMillis(1));

    assertThat(talk.receive(bo)).hasSize(1);
  }

  @Test
  void expiry_whileLeased_stays() {
    expiring(100);
    var lease = talk.lease(bo, 1, Duration.ofMillis(500));
    pass(499);

    assertThat(talk.export(bo).mailbox()).hasSize(1);
    assertThat(talk.acknowledge(bo, lease.id()).acknowledged()).isOne();
  }

  @Test
  void expiry_whileLeased_goneAtTheEndOfTheLease() {
    var id = expiring(100);
    talk.lease(bo, 1, Duration.ofMillis(500));

    pass(60_000);

    assertThat(talk.receive(bo)).isEmpty();
    var receipt = talk.receipt(ana, id).orElseThrow();
    assertThat(receipt.state()).isEqualTo(Receipt.State.EXPIRED);
    assertThat(receipt.endedAt()).isEqualTo(START.plusMillis(500));
  }

  @Test
  void expiry_releasedTooLate_goneAtTheRelease() {
    var id = expiring(100);
    var lease = talk.lease(bo, 1, Duration.ofMillis(500));
    pass(300);

    talk.release(bo, lease.id());

    assertThat(talk.receive(bo)).isEmpty();
    assertThat(talk.receipt(ana, id).orElseThrow().endedAt()).isEqualTo(START.plusMillis(300));
  }

  @Test
  void expiry_leaseEndedBefore_goneAtItsTime() {
    var id = expiring(100);
    talk.lease(bo, 1, Duration.ofMillis(50));
    pass(60);
    assertThat(talk.peek(bo, 1)).hasSize(1);

    pass(60_000);

    assertThat(talk.receipt(ana, id).orElseThrow().endedAt()).isEqualTo(START.plusMillis(100));
  }

  @Test
  void destructAfter_notSeen_stays() {
    destructing(100);
    clock().advance(Duration.ofDays(999));

    assertThat(talk.receive(bo)).hasSize(1);
  }

  @Test
  void destructAfter_peeked_goneThatLongAfterTheFirstLook() {
    var id = destructing(100);
    pass(1_000);
    assertThat(talk.peek(bo, 1)).hasSize(1);
    pass(50);
    assertThat(talk.peek(bo, 1)).hasSize(1);
    pass(49);
    assertThat(talk.peek(bo, 1)).hasSize(1);

    pass(1);

    assertThat(talk.peek(bo, 1)).isEmpty();
    var receipt = talk.receipt(ana, id).orElseThrow();
    assertThat(receipt.state()).isEqualTo(Receipt.State.EXPIRED);
    assertThat(receipt.endedAt()).isEqualTo(START.plusMillis(1_100));
  }

  @Test
  void destructAfter_leased_goneThoughLeased() {
    destructing(100);
    var lease = talk.lease(bo, 1, Duration.ofSeconds(1));
    pass(100);

    assertThat(talk.acknowledge(bo, lease.id()).acknowledged()).isZero();
    assertThat(talk.export(bo).mailbox()).isEmpty();
  }

  @Test
  void destructAfter_handedOverAndTakenBack_notSeen() {
    destructing(100);
    talk.delivery().transfer(bo, 1).rollback();
    pass(60_000);

    assertThat(talk.receive(bo)).hasSize(1);
  }

  @Test
  void destructAfter_exported_notSeen() {
    destructing(100);
    assertThat(talk.export(bo).mailbox().get(0).destructAfter()).contains(Duration.ofMillis(100));
    pass(60_000);

    assertThat(talk.receive(bo)).hasSize(1);
  }

  @Test
  void destructAfter_andExpiresIn_whicheverComesFirst() {
    var draft = Draft.of(ana, bo).text("both").destructAfter(Duration.ofMillis(100));
    talk.send(draft.expiresIn(Duration.ofMillis(50)));
    talk.send(draft.expiresIn(Duration.ofMillis(500)));
    talk.peek(bo, 2);

    pass(99);
    assertThat(talk.peek(bo, 2)).hasSize(1);
    pass(1);
    assertThat(talk.peek(bo, 2)).isEmpty();
  }

  @Test
  void clock_setBack_nothingGoesEarlyAndNothingStaysForEver() {
    var id = expiring(1_000);
    pass(400);
    clock().set(START.minus(Duration.ofDays(30)));
    pass(599);
    assertThat(talk.peek(bo, 1)).hasSize(1);

    pass(1);

    assertThat(talk.receive(bo)).isEmpty();
    assertThat(talk.receipt(ana, id).orElseThrow().state()).isEqualTo(Receipt.State.EXPIRED);
  }

  @Test
  void clock_setBackUnderALease_leaseAsLongAsPromised() {
    sendMany(talk, ana, bo, 1);
    talk.lease(bo, 1, Duration.ofMillis(1_000));
    pass(400);
    clock().set(START.minus(Duration.ofDays(30)));
    pass(599);
    assertThat(talk.receive(bo)).isEmpty();

    pass(1);

    assertThat(talk.receive(bo)).hasSize(1);
  }

  @Test
  void clock_setBack_timesShownAsTheClockIsNow() {
    var id = expiring(1_000);
    pass(400);
    clock().set(START.minusMillis(600));

    var message = talk.peek(bo, 1).get(0);

    assertThat(message.sentAt()).isEqualTo(START.minusMillis(1_000));
    assertThat(message.expiresAt()).contains(START);
    assertThat(talk.receipt(ana, id).orElseThrow().sentAt()).isEqualTo(START.minusMillis(1_000));
  }

  @Test
  void clock_setForward_dueAtOnce() {
    expiring(1_000);

    clock().set(START.plus(Duration.ofDays(30)));

    assertThat(talk.receive(bo)).isEmpty();
  }

  private MessageId expiring(long millis) {
    return talk.send(Draft.of(ana, bo).text("timed").expiresIn(Duration.ofMillis(millis)));
  }

  private MessageId destructing(long millis) {
    return talk.send(Draft.of(ana, bo).text("secret").destructAfter(Duration.ofMillis(millis)));
  }
}
