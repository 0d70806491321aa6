package io.ramtalk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Message;
import io.ramtalk.MessageId;
import io.ramtalk.Overflow;
import io.ramtalk.Receipt;
import io.ramtalk.UserId;
import org.junit.jupiter.api.Test;

final class MailboxTest {
  private static final UserId ANA = new UserId(1, 1);

  private final Mailbox mailbox = new Mailbox();
  private final Effects effects = new Effects();

  @Test
  void nextTimer_nothingTimed_never() {
    offer(1, Engine.NEVER, Engine.NEVER);

    assertThat(mailbox.nextTimer()).isEqualTo(Engine.NEVER);
  }

  @Test
  void nextTimer_several_theEarliest() {
    offer(1, 300, Engine.NEVER);
    assertThat(mailbox.nextTimer()).isEqualTo(300);
    offer(2, 200, Engine.NEVER);
    assertThat(mailbox.nextTimer()).isEqualTo(200);

    mailbox.lease(new LeaseRequest("lease", 9, 0, 50, false), effects);
    assertThat(mailbox.nextTimer()).isEqualTo(50);

    mailbox.settle(50, effects);
    assertThat(mailbox.nextTimer()).isEqualTo(200);
    mailbox.settle(200, effects);
    assertThat(mailbox.nextTimer()).isEqualTo(300);
  }

  @Test
  void nextTimer_handedOver_never() {
    offer(1, Engine.NEVER, Engine.NEVER);

    mailbox.lease(new LeaseRequest("transit", 1, 0, 50, true), effects);

    assertThat(mailbox.nextTimer()).isEqualTo(Engine.NEVER);
    assertThat(mailbox.peek(1, 49, effects)).isEmpty();
    assertThat(mailbox.peek(1, 50, effects)).hasSize(1);
  }

  @Test
  void nextTimer_peekedSelfDestructing_itsTime() {
    offer(1, Engine.NEVER, 100);
    assertThat(mailbox.nextTimer()).isEqualTo(Engine.NEVER);

    mailbox.peek(1, 7, effects);

    assertThat(mailbox.nextTimer()).isEqualTo(107);
  }

  @Test
  void settle_muchLater_eachExpiredAtItsOwnTime() {
    offer(1, 300, Engine.NEVER);
    offer(2, 200, Engine.NEVER);

    mailbox.settle(9_999, effects);

    assertThat(effects.reports()).containsExactly(
        new DeliveryReport(ANA, new MessageId(1), Receipt.State.EXPIRED, 300),
        new DeliveryReport(ANA, new MessageId(2), Receipt.State.EXPIRED, 200));
    assertThat(mailbox.bytes()).isEqualTo(MemoryCost.MAILBOX).isEqualTo(mailbox.countedBytes());
  }

  @Test
  void lease_overAndOver_oneLeaseAndTimerCharged() {
    offer(1, Engine.NEVER, Engine.NEVER);
    long before = mailbox.bytes();

    for (int i = 0; i < 5; i++) {
      mailbox.lease(new LeaseRequest("lease" + i, 1, i * 10, i * 10 + 10, false), effects);
    }

    assertThat(mailbox.bytes() - before).isEqualTo(MemoryCost.lease("lease4") + MemoryCost.TIMER);
    assertThat(mailbox.release("lease4", null, 41, effects)).isOne();
    assertThat(mailbox.bytes()).isEqualTo(before);
  }

  @Test
  void bytes_severalTimed_oneTimerUntilTheLastIsGone() {
    long empty = mailbox.bytes();
    offer(1, 100, Engine.NEVER);
    long one = mailbox.bytes() - empty;
    offer(2, 200, Engine.NEVER);
    assertThat(mailbox.bytes() - empty).isEqualTo(2 * one - MemoryCost.TIMER);

    mailbox.settle(100, effects);
    assertThat(mailbox.bytes() - empty).isEqualTo(one);
    mailbox.settle(200, effects);

    assertThat(mailbox.bytes()).isEqualTo(empty);
  }

  @Test
  void entry_waitingMessages_noneAlsoAfterItWasWrittenAndRead() {
    offer(1, Engine.NEVER, Engine.NEVER);
    offer(2, 100, Engine.NEVER);
    var packer = new Packer();
    mailbox.pack(packer);

    var read = Mailbox.unpack(new Unpacker(packer.toBytes()));

    assertThat(mailbox.entry(0)).isNull();
    assertThat(read.entry(0)).isNull();
    assertThat(read.entry(1)).isNotNull();
    assertThat(read.sequence(0)).isEqualTo(1);
    assertThat(read.take(2, 0, effects)).extracting(Message::id)
        .containsExactly(new MessageId(1), new MessageId(2));
  }

  private void offer(long id, long expiresIn, long destructAfter) {
    var message = new StoredMessage(new MessageId(id), ANA, 0, new byte[] {'x'},
        Extras.of(null, expiresIn, destructAfter));
    assertThat(mailbox.offer(new Command.Offer(message, 5, Overflow.REJECT, 0), effects)).isTrue();
  }
}
