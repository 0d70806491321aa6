package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The contract of counts and totals. */
abstract class CountContract extends EngineFixture {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void census_nobody_nothing() {
    var talk = open(settings());

    assertThat(talk.operations().usage()).isEqualTo(
        new Usage(START, 0, 0, 0, 0, Duration.ZERO, Usage.Bytes.NONE));
    assertThat(talk.operations().totals()).isEqualTo(new Totals(0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void census_mailOfEveryKind_addedUp() {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    var bo = signUp(talk, 2);
    signUp(talk, 3);
    sendMany(talk, ana, bo, 4);
    pass(1_500);
    sendMany(talk, bo, ana, 1);
    talk.lease(bo, 2, SECOND);
    talk.delivery().transfer(bo, 1);

    var usage = talk.operations().usage();

    assertThat(usage).isEqualTo(new Usage(START.plusMillis(1_500), 3, 2, 2, 3,
        Duration.ofMillis(1_500), usage.bytes()));
  }

  @Test
  void census_onlyLeasedMail_nothingWaitsAndNothingIsOld() {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    sendMany(talk, ana, ana, 1);
    talk.lease(ana, 1, SECOND.multipliedBy(9));
    pass(5_000);

    var usage = talk.operations().usage();

    assertThat(usage.withMail()).isOne();
    assertThat(usage.waiting()).isZero();
    assertThat(usage.leased()).isOne();
    assertThat(usage.oldest()).isZero();
  }

  @Test
  void census_bytes_eachKindGrowsByWhatItHolds() {
    var talk = open(settings());
    var ana = talk.signUp(Profile.of("01711111111").name("Ana")).user().id();
    var bytes = talk.operations().usage().bytes();
    assertThat(bytes).isEqualTo(new Usage.Bytes(talk.operations().budget().used(), 0, 0, 0, 0));

    talk.change(ana, ProfileChange.none().image(Pictures.png(3, 2)));
    long picture = talk.operations().usage().bytes().images();
    assertThat(picture).isGreaterThan(Pictures.png(3, 2).length);
    assertThat(talk.operations().usage().bytes()).isEqualTo(
        new Usage.Bytes(talk.operations().budget().used() - picture, picture, 0, 0, 0));

    talk.send(Draft.of(ana, ana).text("with a picture").image(Pictures.png(3, 2)));
    bytes = talk.operations().usage().bytes();
    assertThat(bytes.images()).isEqualTo(2 * picture);
    assertThat(bytes.messages()).isPositive();
    assertThat(bytes.receipts()).isPositive();
    assertThat(bytes.leases()).isZero();

    talk.lease(ana, 1, SECOND, "l".repeat(64));
    assertThat(talk.operations().usage().bytes().leases()).isGreaterThan(64);
    assertThat(talk.operations().usage().bytes().total()).isEqualTo(talk.operations().budget()
        .used());
  }

  @Test
  void totals_everyEndOfAMessage_countedOnce() {
    var talk = open(settings().mailboxCapacity(1).overflow(Overflow.DROP_OLDEST));
    var ana = signUp(talk, 1);
    var bo = signUp(talk, 2);

    talk.send(ana, bo, "dropped");
    talk.send(ana, bo, "received");
    talk.receive(bo);
    talk.send(ana, bo, "handed over, twice");
    talk.delivery().transfer(bo, 1).rollback();
    talk.delivery().transfer(bo, 1).commit();
    talk.send(ana, bo, "leased, twice, and acknowledged");
    talk.release(bo, talk.lease(bo, 1, SECOND).id());
    talk.acknowledge(bo, talk.lease(bo, 1, SECOND).id());
    talk.send(Draft.of(ana, bo).text("expired").expiresIn(SECOND));
    pass(1_000);
    talk.send(ana, bo, "deleted");
    talk.delete(bo);

    assertThat(talk.operations().totals()).isEqualTo(new Totals(6, 3, 1, 2, 1, 1, 1));
  }

  @Test
  void totals_live_acknowledgedAndRedelivered() {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    var ids = sendMany(talk, ana, ana, 2);
    try (var connection = talk.delivery().connect(ana, () -> { })) {
      connection.next(1);
    }

    try (var connection = talk.delivery().connect(ana, () -> { })) {
      connection.next(2);
      connection.acknowledge(ids);
    }

    assertThat(talk.operations().totals()).isEqualTo(new Totals(2, 2, 2, 1, 0, 0, 0));
  }

  @Test
  void totals_refusedAndRepeatedSends_notCounted() {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    var draft = Draft.of(ana, ana).text("once").id("mine");
    talk.send(draft);
    talk.send(draft);
    sendMany(talk, ana, ana, CAPACITY - 1);
    assertFull(talk, ana);

    assertThat(talk.operations().totals().sent()).isEqualTo(CAPACITY);
  }

  @Test
  void totals_randomRace_addUp() throws Exception {
    var talk = open(settings());
    var users = List.of(signUp(talk, 0), signUp(talk, 1), signUp(talk, 2));

    var done = Race.run(8, thread -> {
      var random = new Random(thread);
      var mine = new long[3];
      for (int i = 0; i < 2_000; i++) {
        step(talk, random, users, mine);
      }
      return mine;
    });

    var usage = talk.operations().usage();
    var totals = talk.operations().totals();
    assertThat(totals.sent()).isEqualTo(sum(done, 0));
    assertThat(totals.delivered()).isEqualTo(sum(done, 1) + sum(done, 2));
    assertThat(totals.acknowledged()).isEqualTo(sum(done, 2)).isPositive();
    assertThat(totals.expired()).isPositive();
    assertThat(totals.sent()).isEqualTo(totals.delivered() + totals.expired()
        + usage.waiting() + usage.leased());
    assertThat(usage.bytes().total()).isEqualTo(talk.operations().budget().used());
  }

  /** Takes a random step, and counts the messages that are sent, received or acknowledged. */
  private void step(RamTalk talk, Random random, List<UserId> users, long[] mine) {
    var user = users.get(random.nextInt(users.size()));
    var lease = "lease" + random.nextInt(2);
    switch (random.nextInt(6)) {
      case 0 -> mine[1] += talk.receive(user, 2).size();
      case 1 -> talk.lease(user, 2, SECOND, lease);
      case 2 -> mine[2] += talk.acknowledge(user, lease).acknowledged();
      case 3 -> pass(random.nextInt(100));
      default -> {
        try {
          talk.send(Draft.of(user, users.get(random.nextInt(users.size()))).text("x")
              .expiresIn(SECOND));
          mine[0]++;
        } catch (MailboxFull full) {
          assertThat(full.code()).isEqualTo("mailbox_full");
        }
      }
    }
  }

  private static long sum(List<long[]> done, int index) {
    return done.stream().mapToLong(mine -> mine[index]).sum();
  }
}
