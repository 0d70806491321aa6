package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of doorbells, which notify waiting receivers. */
abstract class DoorbellContract extends EngineFixture {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicInteger rings = new AtomicInteger();
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
  void watch_whateverBringsMail_rings() {
    var watch = talk.delivery().watch(bo, rings::incrementAndGet);

    assertRings(() -> talk.send(ana, bo, "m"));
    var lease = talk.lease(bo, 1, SECOND);
    assertRings(() -> talk.release(bo, lease.id()));
    talk.lease(bo, 1, SECOND);
    assertRings(() -> pass(1_000));
    var transfer = talk.delivery().transfer(bo, 1);
    assertRings(transfer::rollback);
    assertRings(() -> talk.delete(bo));
    watch.close();
  }

  private void assertRings(Runnable call) {
    int before = rings.get();
    call.run();
    Eventually.that("the doorbell rings", () -> rings.get() > before);
  }

  @Test
  void watch_nothingNew_silent() {
    talk.send(Draft.of(ana, bo).text("timed").expiresIn(SECOND));
    var lease = talk.lease(bo, 1, Duration.ofMillis(10));
    talk.delivery().watch(bo, rings::incrementAndGet);

    talk.send(bo, ana, "other way");
    talk.acknowledge(bo, lease.id(), List.of());
    talk.peek(bo, 1);
    talk.receive(bo);
    talk.export(bo);
    talk.acknowledge(bo, lease.id());
    talk.release(bo, lease.id());
    pass(60_000);

    assertThat(rings.get()).isZero();
  }

  @Test
  void watch_closed_silent() {
    var watch = talk.delivery().watch(bo, rings::incrementAndGet);
    watch.close();
    watch.close();

    talk.send(ana, bo, "m");

    assertThat(rings.get()).isZero();
  }

  @Test
  void watch_callbackCallsBack_noDeadlock() {
    var taken = new ArrayList<Message>();
    var watch = talk.delivery().watch(bo, () -> taken.addAll(inAnotherThread()));

    var sent = sendMany(talk, ana, bo, 3);
    watch.close();

    assertThat(ids(taken)).isEqualTo(sent);
  }

  /** Receives in another thread, which would hang if the ringing thread held a lock. */
  private List<Message> inAnotherThread() {
    var mail = new ArrayList<Message>();
    var done = new CountDownLatch(1);
    var thread = new Thread(() -> {
      mail.addAll(talk.receive(bo));
      talk.user(ana);
      done.countDown();
    });
    thread.setDaemon(true);
    thread.start();
    Eventually.opens(done);
    return mail;
  }

  @Test
  void watch_rungOnSend_receiptKnownToo() {
    var states = new ArrayList<Receipt.State>();
    var watch = talk.delivery().watch(
        bo, () -> talk.sent(ana).forEach(receipt -> states.add(receipt.state())));

    talk.send(ana, bo, "m");
    watch.close();

    assertThat(states).containsExactly(Receipt.State.QUEUED);
  }

  @Test
  void watch_close_rungAndRefused() {
    talk.delivery().watch(bo, rings::incrementAndGet);

    talk.close();

    assertThat(rings.get()).isPositive();
  }

  @Test
  void awaitMail_mailThere_toldAtOnce() {
    talk.send(ana, bo, "m");
    var told = new ArrayList<Boolean>();

    talk.delivery().awaitMail(bo, SECOND, told::add);

    assertThat(told).containsExactly(true);
    pass(60_000);
    assertThat(told).hasSize(1);
    assertThat(talk.receive(bo)).hasSize(1);
  }

  @Test
  void awaitMail_noMail_toldOnceTheTimeIsUp() {
    var told = new ArrayList<Boolean>();
    talk.delivery().awaitMail(bo, SECOND, told::add);
    pass(999);
    assertThat(told).isEmpty();

    pass(1);
    talk.send(ana, bo, "late");
    pass(60_000);

    assertThat(told).containsExactly(false);
  }

  @Test
  void awaitMail_otherMailThere_toldOfNewMailAlone() {
    var told = new ArrayList<Boolean>();
    talk.send(ana, bo, "looked at");
    talk.delivery().awaitMail(bo, SECOND, () -> talk.peek(bo, 9).size() > 1, told::add);
    assertThat(told).isEmpty();

    talk.send(ana, bo, "new");

    assertThat(told).containsExactly(true);
  }

  @Test
  void awaitMail_cameBeforeItListened_toldAtOnce() {
    var told = new ArrayList<Boolean>();

    talk.delivery().awaitMail(bo, SECOND, () -> {
      talk.send(ana, bo, "in between");
      return false;
    }, told::add);
    talk.delivery().awaitMail(bo, SECOND, () -> !talk.peek(bo, 9).isEmpty(), told::add);

    assertThat(told).containsExactly(true, true);
  }

  @Test
  void awaitMail_otherMailThere_toldOnceTheTimeIsUp() {
    var told = new ArrayList<Boolean>();
    talk.send(ana, bo, "looked at");
    talk.delivery().awaitMail(bo, SECOND, () -> false, told::add);

    pass(999);
    assertThat(told).isEmpty();
    pass(1);

    assertThat(told).containsExactly(false);
  }

  @Test
  void timer_calledOnceTheTimeIsUpUnlessTakenBack() {
    talk.delivery().timer(SECOND, rings::incrementAndGet);
    talk.delivery().timer(SECOND, rings::incrementAndGet).close();
    pass(999);
    assertThat(rings).hasValue(0);

    pass(1);
    pass(60_000);

    assertThat(rings).hasValue(1);
  }

  @Test
  void awaitMail_zero_toldAtOnce() {
    var told = new ArrayList<Boolean>();

    talk.delivery().awaitMail(bo, Duration.ZERO, told::add);

    assertThat(told).containsExactly(false);
  }

  @Test
  void awaitMail_sendOrLeaseEndOrTakeBackOrLeaving_told() {
    var told = new CopyOnWriteArrayList<Boolean>();
    talk.delivery().awaitMail(bo, SECOND, told::add);
    talk.send(ana, bo, "m");
    assertThat(told).hasSize(1);
    talk.lease(bo, 1, Duration.ofMillis(10));
    talk.delivery().awaitMail(bo, SECOND, told::add);
    pass(10);
    assertThat(told).hasSize(2);
    var transfer = talk.delivery().transfer(bo, 1);
    talk.delivery().awaitMail(bo, SECOND, told::add);
    transfer.rollback();
    Eventually.that("the return of the message is told", () -> told.size() == 3);
    talk.receive(bo);
    talk.delivery().awaitMail(bo, SECOND, told::add);

    talk.delete(bo);

    assertThat(told).hasSize(4).containsOnly(true);
  }

  @Test
  void awaitMail_closed_neverTold() {
    var told = new ArrayList<Boolean>();
    talk.delivery().awaitMail(bo, SECOND, told::add).close();

    talk.send(ana, bo, "m");
    pass(60_000);

    assertThat(told).isEmpty();
  }

  @Test
  void awaitMail_endedOverAndOver_noListenerLeft() {
    for (int i = 0; i < Race.times(1_000); i++) {
      talk.delivery().awaitMail(bo, SECOND, mail -> { });
      if (i % 2 == 0) {
        talk.send(ana, bo, "m");
        talk.receive(bo);
      } else {
        pass(1_000);
      }
    }

    talk.delivery().awaitMail(bo, SECOND, mail -> { }).close();
  }

  @Test
  void awaitMail_brokenRule_refused() {
    Refusal.invalid("wait_invalid", () -> talk.delivery().awaitMail(bo, SECOND.negated(),
        mail -> { }));
    Refusal.invalid("wait_invalid",
        () -> talk.delivery().awaitMail(bo, RamTalk.MAX_WAIT.plusMillis(1), mail -> { }));
    Refusal.invalid("wait_invalid", () -> talk.receive(bo, 1, SECOND.negated()));
    Refusal.invalid("max_invalid", () -> talk.receive(bo, 0, SECOND));
  }

  @Test
  void receive_noMailNoTime_emptyAtOnce() throws Exception {
    assertThat(talk.receive(bo, 1, Duration.ZERO)).isEmpty();
  }

  @Test
  void receive_noMail_emptyOnceTheTimeIsUp() throws Exception {
    var back = new AtomicBoolean();

    var answers = Race.run(2, thread -> {
      if (thread == 0) {
        var mail = talk.receive(bo, 1, SECOND);
        back.set(true);
        return mail;
      }
      while (!back.get()) {
        pass(100);
        yieldUnlessInterrupted();
      }
      return List.<Message>of();
    });

    assertThat(answers.get(0)).isEmpty();
  }

  @Test
  void receive_sendInEveryRound_noWakeUpLost() throws Exception {
    int rounds = Race.times(10_000);

    var taken = Race.run(2, thread -> thread == 0 ? takeOneByOne(rounds) : sendOneByOne(rounds));

    assertThat(taken.get(0)).hasSize(rounds).isEqualTo(taken.get(1));
  }

  private List<MessageId> takeOneByOne(int rounds) throws InterruptedException {
    var taken = new ArrayList<MessageId>();
    while (taken.size() < rounds) {
      taken.addAll(ids(talk.receive(bo, 1, RamTalk.MAX_WAIT)));
    }
    return taken;
  }

  private List<MessageId> sendOneByOne(int rounds) throws InterruptedException {
    var sent = new ArrayList<MessageId>();
    while (sent.size() < rounds) {
      if (talk.export(bo).mailbox().isEmpty()) {
        sent.add(talk.send(ana, bo, "m"));
      } else {
        yieldUnlessInterrupted();
      }
    }
    return sent;
  }

  @Test
  void receive_messengerClosedWhileWaiting_refused() throws Exception {
    var answers = Race.run(4, thread -> {
      if (thread == 3) {
        yieldUnlessInterrupted();
        talk.close();
        return "";
      }
      try {
        talk.receive(bo, 1, RamTalk.MAX_WAIT);
        return "received";
      } catch (MessengerClosed closed) {
        return closed.code();
      }
    });

    assertThat(answers.subList(0, 3)).containsOnly("closed");
  }

  @Test
  void receive_userLeavesWhileWaiting_refused() throws Exception {
    var answers = Race.run(2, thread -> {
      if (thread == 1) {
        yieldUnlessInterrupted();
        talk.delete(bo);
        return "";
      }
      try {
        talk.receive(bo, 1, RamTalk.MAX_WAIT);
        return "received";
      } catch (UserNotFound left) {
        return left.code();
      }
    });

    assertThat(answers.get(0)).isEqualTo("user_not_found");
  }
}
