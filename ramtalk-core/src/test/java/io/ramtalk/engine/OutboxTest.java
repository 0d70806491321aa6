package io.ramtalk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.MessageId;
import io.ramtalk.Receipt;
import io.ramtalk.UserId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutboxTest {
  private static final UserId ANA = new UserId(1, 1);
  private static final UserId BO = new UserId(2, 2);
  private static final int RECEIPTS = 3;
  private static final int IDS = 2;

  private final Outbox outbox = new Outbox();

  @Test
  void begin_idBeingSent_inProgressUntilItsEnd() {
    assertThat(begin(1, "a").kind()).isEqualTo(SendTicket.Kind.NEW);
    assertThat(begin(2, "a").kind()).isEqualTo(SendTicket.Kind.IN_PROGRESS);

    end(1, "a", true);

    var again = begin(3, "a");
    assertThat(again.kind()).isEqualTo(SendTicket.Kind.REPEATED);
    assertThat(again.id()).isEqualTo(new MessageId(1));
    assertThat(outbox.receipts()).hasSize(1);
  }

  @Test
  void end_refused_asIfItHadNeverBegun() {
    begin(1, "a");
    end(1, "a", true);
    long bytes = outbox.bytes();
    var receipts = outbox.receipts();

    begin(2, "b");
    end(2, "b", false);

    assertThat(outbox.bytes()).isEqualTo(bytes).isEqualTo(outbox.countedBytes());
    assertThat(outbox.receipts()).isEqualTo(receipts);
    assertThat(begin(3, "b").kind()).isEqualTo(SendTicket.Kind.NEW);
  }

  @Test
  void end_refusedTwice_otherIdsUntouched() {
    begin(1, "a");
    end(1, "a", false);
    begin(2, "a");
    end(1, "a", false);

    assertThat(begin(3, "a").kind()).isEqualTo(SendTicket.Kind.IN_PROGRESS);
  }

  @Test
  void begin_moreThanAreKept_bounded() {
    for (int i = 1; i <= 20; i++) {
      begin(i, "id" + i);
      end(i, "id" + i, true);
    }

    assertThat(outbox.receipts()).extracting(Receipt::id)
        .containsExactly(new MessageId(18), new MessageId(19), new MessageId(20));
    assertThat(begin(21, "id19").kind()).isEqualTo(SendTicket.Kind.REPEATED);
    assertThat(begin(22, "id18").kind()).isEqualTo(SendTicket.Kind.NEW);
    assertThat(outbox.bytes()).isEqualTo(outbox.countedBytes()).isLessThan(MemoryCost.OUTBOX
        + (RECEIPTS + 2) * MemoryCost.RECEIPT + (IDS + 2) * MemoryCost.key("id18"));
  }

  @Test
  void begin_endNeverTold_bounded() {
    begin(1, "kept");
    end(1, "kept", true);

    for (int i = 2; i <= 2_000; i++) {
      begin(i, "id" + i);
    }

    assertThat(outbox.bytes()).isEqualTo(outbox.countedBytes()).isLessThan(100_000);
    assertThat(begin(3_000, "id2").kind()).isEqualTo(SendTicket.Kind.NEW);
    assertThat(begin(3_001, "kept").kind()).isEqualTo(SendTicket.Kind.REPEATED);
  }

  @Test
  void record_newsOfAForgottenMessage_ignored() {
    assertThat(outbox.record(new DeliveryReport(ANA, new MessageId(7), Receipt.State.DELIVERED, 1)))
        .isFalse();
  }

  @Test
  void record_twice_firstOneCounts() {
    begin(1, null);

    assertThat(outbox.record(new DeliveryReport(ANA, new MessageId(1), Receipt.State.EXPIRED, 5)))
        .isTrue();
    assertThat(outbox.record(new DeliveryReport(ANA, new MessageId(1), Receipt.State.DELETED, 6)))
        .isFalse();

    assertThat(outbox.receipts().get(0).state()).isEqualTo(Receipt.State.EXPIRED);
    assertThat(outbox.receipts().get(0).endedAt().toEpochMilli()).isEqualTo(5);
  }

  @Test
  void markRead_beforeTheDeliveryReport_readAndTimeCorrectedLater() {
    begin(1, null);

    assertThat(outbox.markRead(BO, List.of(new MessageId(1)), 7)).isOne();
    var read = outbox.receipts().get(0);
    assertThat(read.state()).isEqualTo(Receipt.State.READ);
    assertThat(read.deliveredAt().toEpochMilli()).isEqualTo(7);
    assertThat(outbox.record(new DeliveryReport(ANA, new MessageId(1), Receipt.State.DELIVERED, 5)))
        .isFalse();

    var corrected = outbox.receipts().get(0);
    assertThat(corrected.state()).isEqualTo(Receipt.State.READ);
    assertThat(corrected.deliveredAt().toEpochMilli()).isEqualTo(5);
    assertThat(corrected.endedAt().toEpochMilli()).isEqualTo(7);
  }

  @Test
  void record_deliveryOfAnExpiredMessage_ignored() {
    begin(1, null);
    outbox.record(new DeliveryReport(ANA, new MessageId(1), Receipt.State.EXPIRED, 5));

    outbox.record(new DeliveryReport(ANA, new MessageId(1), Receipt.State.DELIVERED, 6));

    assertThat(outbox.receipts().get(0).deliveredAt()).isNull();
  }

  private SendTicket begin(long id, String idempotencyKey) {
    return outbox.begin(new Command.BeginSend(
        new MessageId(id), BO, idempotencyKey, false, 0, RECEIPTS, IDS), ANA);
  }

  private void end(long id, String idempotencyKey, boolean accepted) {
    outbox.end(new Command.EndSend(new MessageId(id), idempotencyKey, accepted));
  }
}
