package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of sending to a mailbox and receiving from it. */
abstract class MailboxContract extends EngineFixture {
  private static final int THREADS = 64;

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
  void receive_oldestFirst_eachOnce() {
    var sent = sendMany(talk, ana, bo, CAPACITY);

    assertThat(ids(talk.receive(bo, 2))).isEqualTo(sent.subList(0, 2));
    assertThat(ids(talk.receive(bo))).isEqualTo(sent.subList(2, CAPACITY));
    assertThat(talk.receive(bo)).isEmpty();
  }

  @Test
  void receive_message_asSent() {
    pass(7);
    var id = talk.send(Draft.of(ana, bo).text("text").image(Pictures.png(3, 2)));

    var received = talk.receive(bo, 1).get(0);

    assertThat(received.id()).isEqualTo(id);
    assertThat(received.from()).isEqualTo(ana);
    assertThat(received.sentAt()).isEqualTo(START.plusMillis(7));
    assertThat(received.text()).isEqualTo("text");
    assertThat(received.picture().orElseThrow().bytes()).isEqualTo(Pictures.png(3, 2));
    assertThat(received.expiresAt()).isEmpty();
    assertThat(received.destructAfter()).isEmpty();
    assertThat(received.deliveryCount()).isEqualTo(1);
  }

  @Test
  void send_full_refusedAndNothingChanged() {
    var sent = sendMany(talk, ana, bo, CAPACITY);
    long used = talk.operations().budget().used();
    var receipts = talk.sent(ana);

    assertFull(talk, bo);
    assertThat(sendIfRoom(talk, ana, bo, "too much")).isNull();

    assertThat(talk.operations().budget().used()).isEqualTo(used);
    assertThat(talk.sent(ana)).isEqualTo(receipts);
    assertThat(talk.sent(bo)).isEmpty();
    assertThat(ids(talk.receive(bo))).isEqualTo(sent);
    assertThat(sendIfRoom(talk, ana, bo, "again")).isNotNull();
  }

  @Test
  void send_toOne_othersUntouched() {
    sendMany(talk, bo, ana, CAPACITY);

    assertThat(talk.receive(bo)).isEmpty();
    assertThat(sendIfRoom(talk, ana, bo, "room")).isNotNull();
  }

  @Test
  void send_someLeased_leasedOnesTakeRoom() {
    sendMany(talk, ana, bo, CAPACITY - 1);
    var lease = talk.lease(bo, 3, RamTalk.MAX_LEASE);

    talk.send(ana, bo, "last");

    assertFull(talk, bo);
    talk.acknowledge(bo, lease.id());
    assertThat(sendMany(talk, ana, bo, 3)).hasSize(3);
    assertFull(talk, bo);
  }

  @Test
  void send_dropOldest_oldestGoneAndSenderTold() {
    var dropping = open(settings().overflow(Overflow.DROP_OLDEST));
    var eve = signUp(dropping, 1);
    var max = signUp(dropping, 2);
    var sent = sendMany(dropping, eve, max, CAPACITY);
    pass(9);

    var last = dropping.send(max, max, "last");

    var receipt = dropping.receipt(eve, sent.get(0)).orElseThrow();
    assertThat(receipt.state()).isEqualTo(Receipt.State.DROPPED);
    assertThat(receipt.endedAt()).isEqualTo(START.plusMillis(9));
    assertThat(receipt.deliveredAt()).isNull();
    var left = new ArrayList<>(sent.subList(1, CAPACITY));
    left.add(last);
    assertThat(ids(dropping.receive(max))).isEqualTo(left);
  }

  @Test
  void send_dropOldestSomeLeased_oldestWaitingGone() {
    var dropping = open(settings().overflow(Overflow.DROP_OLDEST));
    var max = signUp(dropping, 1);
    var sent = sendMany(dropping, max, max, CAPACITY);
    var lease = dropping.lease(max, 2, RamTalk.MAX_LEASE);

    var last = dropping.send(max, max, "last");
    dropping.release(max, lease.id());

    assertThat(ids(dropping.receive(max)))
        .containsExactly(sent.get(0), sent.get(1), sent.get(3), sent.get(4), last);
  }

  @Test
  void send_dropOldestAllLeased_refusedAndNothingChanged() {
    var dropping = open(settings().overflow(Overflow.DROP_OLDEST));
    var max = signUp(dropping, 1);
    var sent = sendMany(dropping, max, max, CAPACITY);
    var lease = dropping.lease(max, CAPACITY, RamTalk.MAX_LEASE);

    assertFull(dropping, max);

    assertThat(dropping.sent(max)).extracting(Receipt::state)
        .hasSize(CAPACITY).containsOnly(Receipt.State.QUEUED);
    dropping.release(max, lease.id());
    assertThat(ids(dropping.receive(max))).isEqualTo(sent);
  }

  @Test
  void peek_waiting_shownAndStill() {
    var sent = sendMany(talk, ana, bo, 4);
    talk.lease(bo, 1, RamTalk.MAX_LEASE);
    var receipts = talk.sent(ana);

    assertThat(ids(talk.peek(bo, 2))).isEqualTo(sent.subList(1, 3));
    assertThat(ids(talk.peek(bo, 9))).isEqualTo(sent.subList(1, 4));

    assertThat(talk.sent(ana)).isEqualTo(receipts);
    var left = talk.receive(bo);
    assertThat(ids(left)).isEqualTo(sent.subList(1, 4));
    assertThat(counts(left)).containsOnly(1);
    assertThat(talk.peek(bo, 9)).isEmpty();
  }

  @Test
  void send_raceForAnEmptyMailbox_exactlyCapacityAccepted() throws Exception {
    for (int round = 0; round < 20; round++) {
      var answers = Race.run(THREADS, thread -> sendIfRoom(talk, ana, bo, "m"));

      var accepted = answers.stream().filter(answer -> answer != null).toList();
      assertThat(accepted).hasSize(CAPACITY);
      assertThat(ids(talk.receive(bo))).containsExactlyInAnyOrderElementsOf(accepted);
    }
  }

  @Test
  void receive_manyTakersWhileOthersSend_eachMessageOnce() throws Exception {
    int senders = 4;
    int perSender = Race.times(500);
    var froms = senders(senders);
    var left = new AtomicInteger(senders * perSender);

    var answers = Race.run(senders + 8, thread -> thread < senders
        ? sendAll(froms.get(thread), perSender) : takeAll(thread, left));

    var sent = new HashSet<MessageId>();
    var taken = new ArrayList<MessageId>();
    for (int thread = 0; thread < answers.size(); thread++) {
      (thread < senders ? sent : taken).addAll(answers.get(thread));
    }
    assertThat(taken).hasSize(senders * perSender).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(talk.receive(bo)).isEmpty();
  }

  @Test
  void receive_oneTakerWhileOthersSend_fifoPerSender() throws Exception {
    int senders = 8;
    int perSender = Race.times(200);
    var froms = senders(senders);
    var left = new AtomicInteger(senders * perSender);

    var answers = Race.run(senders + 1, thread -> thread < senders
        ? sendAll(froms.get(thread), perSender) : takeAll(0, left));

    var taken = answers.get(senders);
    assertThat(taken).hasSize(senders * perSender);
    for (int sender = 0; sender < senders; sender++) {
      assertThat(taken).containsSubsequence(answers.get(sender));
    }
  }

  private List<UserId> senders(int count) {
    var ids = new ArrayList<UserId>();
    for (int i = 0; i < count; i++) {
      ids.add(signUp(talk, 100 + i));
    }
    return ids;
  }

  /** Sends messages to Bo, and retries each message until it is accepted. */
  private List<MessageId> sendAll(UserId from, int count) throws InterruptedException {
    var sent = new ArrayList<MessageId>();
    while (sent.size() < count) {
      var id = sendIfRoom(talk, from, bo, "m");
      if (id == null) {
        yieldUnlessInterrupted();
      } else {
        sent.add(id);
      }
    }
    return sent;
  }

  /**
   * Takes messages until all takers together have all of them; odd takers lease and acknowledge.
   */
  private List<MessageId> takeAll(int thread, AtomicInteger left) throws InterruptedException {
    var taken = new ArrayList<MessageId>();
    while (left.get() > 0) {
      var batch = thread % 2 == 0 ? talk.receive(bo) : leaseAndAcknowledge();
      assertThat(batch).hasSizeLessThanOrEqualTo(CAPACITY);
      left.addAndGet(-batch.size());
      taken.addAll(ids(batch));
      yieldUnlessInterrupted();
    }
    return taken;
  }

  private List<Message> leaseAndAcknowledge() {
    var lease = talk.lease(bo, 3, RamTalk.MAX_LEASE);
    assertThat(talk.acknowledge(bo, lease.id()).acknowledged())
        .isEqualTo(lease.messages().size());
    return lease.messages();
  }
}
