package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The contract of the memory budget. */
abstract class BudgetContract extends EngineFixture {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void used_signUpAndDelete_zeroAgain() {
    var talk = open(settings());
    assertThat(talk.operations().budget().used()).isZero();
    var ana = talk.signUp(Profile.of("017 11").name("Ana").image(Pictures.png(3, 2))).user();
    long used = talk.operations().budget().used();
    assertThat(used).isPositive();

    talk.signUp(Profile.of("01711").name("Eve").image(Pictures.png(30, 20)));
    assertThat(talk.operations().budget().used()).isEqualTo(used);

    talk.delete(ana.id());
    assertThat(talk.operations().budget().used()).isZero();
  }

  @Test
  void used_changedBackAndForth_asBefore() {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    long used = talk.operations().budget().used();
    talk.change(ana, ProfileChange.none().name("A long name").image(Pictures.png(9, 9)));
    assertThat(talk.operations().budget().used()).isGreaterThan(used);

    talk.change(ana, ProfileChange.none().name("").removeImage());

    assertThat(talk.operations().budget().used()).isEqualTo(used);
  }

  @Test
  void used_everyWayOut_asBefore() {
    var talk = open(settings().receipts(1));
    var ana = signUp(talk, 1);
    var bo = signUp(talk, 2);
    for (int i = 0; i < 2; i++) {
      talk.send(ana, bo, "the first ones make mailbox and books");
      talk.receive(bo);
    }
    talk.receipt(ana, talk.sent(ana).get(0).id());
    awaitUsed(talk, now -> now == talk.operations().usage().bytes().total());
    long used = talk.operations().budget().used();
    List<Runnable> waysOut = List.of(
        () -> talk.receive(bo),
        () -> talk.acknowledge(bo, talk.lease(bo, 1, SECOND).id()),
        () -> talk.delivery().transfer(bo, 1).commit(),
        () -> pass(10_000));

    for (var wayOut : waysOut) {
      talk.send(Draft.of(ana, bo).text("timed").image(Pictures.png(3, 2))
          .expiresIn(Duration.ofSeconds(9)));
      assertThat(talk.operations().budget().used()).isGreaterThan(used);
      wayOut.run();
      awaitUsed(talk, now -> now == used);
    }
  }

  @Test
  void used_expiryWithNobodyLooking_givenBack() {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    var bo = signUp(talk, 2);
    for (int i = 1; i <= CAPACITY; i++) {
      talk.send(Draft.of(ana, bo).text("x".repeat(1_000)).expiresIn(SECOND.multipliedBy(i)));
    }

    for (int i = 1; i <= CAPACITY; i++) {
      long before = talk.operations().budget().used();
      pass(1_000);
      awaitUsed(talk, now -> now < before - 1_000);
    }
  }

  @Test
  void used_selfDestructWithNobodyLooking_givenBack() {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    talk.send(Draft.of(ana, ana).text("x".repeat(1_000)).destructAfter(SECOND));
    talk.peek(ana, 1);
    long before = talk.operations().budget().used();

    pass(1_000);

    awaitUsed(talk, now -> now < before - 1_000);
  }

  @Test
  void used_expiredUnderALeaseWithNobodyLooking_givenBack() {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    talk.send(Draft.of(ana, ana).text("x".repeat(1_000)).expiresIn(SECOND));
    talk.lease(ana, 1, SECOND.multipliedBy(5));
    long before = talk.operations().budget().used();
    pass(4_999);
    assertThat(talk.operations().budget().used()).isEqualTo(before);

    pass(1);

    awaitUsed(talk, now -> now < before - 1_000);
  }

  @Test
  void signUp_noRoom_refusedAndNothingChanged() {
    var talk = open(settings().budgetBytes(1_000));
    var users = signUpUntilExhausted(talk);
    long used = talk.operations().budget().used();

    Refusal.of(RamExhausted.class, "ram_exhausted", () -> signUp(talk, 99));

    assertThat(talk.operations().budget().used()).isEqualTo(used).isLessThanOrEqualTo(1_000);
    assertThat(talk.find(number(99))).isEmpty();
    assertThat(talk.users()).extracting(User::id).isEqualTo(users);
    talk.delete(users.get(0));
    assertThat(talk.signUp(number(99)).created()).isTrue();
  }

  private static List<UserId> signUpUntilExhausted(RamTalk talk) {
    var users = new ArrayList<UserId>();
    try {
      while (users.size() < 100) {
        users.add(signUp(talk, users.size()));
      }
    } catch (RamExhausted full) {
      assertThat(users).isNotEmpty();
    }
    return users;
  }

  @Test
  void send_noRoom_refusedAndNothingChanged() {
    var talk = open(settings().budgetBytes(6_000));
    var ana = signUp(talk, 1);
    var bo = signUp(talk, 2);
    talk.send(ana, bo, "x".repeat(3_000));
    long used = talk.operations().budget().used();
    var draft = Draft.of(bo, ana).text("x".repeat(3_000)).id("mine");

    Refusal.of(RamExhausted.class, "ram_exhausted", () -> talk.send(draft));
    Refusal.of(RamExhausted.class, "ram_exhausted", () -> talk.send(draft));

    assertThat(talk.operations().budget().used()).isBetween(used, used + rememberedBytes());
    assertThat(talk.sent(bo)).isEmpty();
    assertThat(talk.receive(ana)).isEmpty();
    assertThat(talk.receive(bo)).hasSize(1);
    talk.send(draft);
    assertThat(talk.receive(ana)).hasSize(1);
  }

  @Test
  void change_noRoom_refusedAndNothingChanged() {
    var talk = open(settings().budgetBytes(2_500));
    var ana = signUp(talk, 1);
    talk.send(ana, ana, "x".repeat(2_000));
    long used = talk.operations().budget().used();
    var picture = Pictures.png(300, 300);

    Refusal.of(RamExhausted.class, "ram_exhausted",
        () -> talk.change(ana, ProfileChange.none().name("Ana").image(picture)));

    assertThat(talk.operations().budget().used()).isEqualTo(used);
    assertThat(talk.user(ana).name()).isEmpty();
  }

  @Test
  void receive_budgetFull_stillWorks() {
    var talk = open(settings().budgetBytes(3_000));
    var ana = signUp(talk, 1);
    talk.send(ana, ana, "x".repeat(1_000));
    var budget = talk.operations().budget();
    budget.reserve(budget.limit() - budget.used());

    assertThat(talk.peek(ana, 1)).hasSize(1);
    assertThat(talk.export(ana).mailbox()).hasSize(1);
    assertThat(talk.receive(ana)).hasSize(1);
    talk.delete(ana);
  }

  @Test
  void lease_budgetFull_stillWorks() {
    var talk = open(settings().budgetBytes(100_000));
    var ana = signUp(talk, 1);
    var ids = sendMany(talk, ana, ana, 3);
    var budget = talk.operations().budget();
    budget.reserve(budget.limit() - budget.used());

    var lease = talk.lease(ana, 2, SECOND, "l".repeat(64));

    assertThat(lease.messages()).hasSize(2);
    assertThat(talk.acknowledge(ana, lease.id()).acknowledged()).isEqualTo(2);
    assertThat(talk.receive(ana)).extracting(Message::id).containsExactly(ids.get(2));
  }

  @Test
  void leases_oneForEachMessage_refusedBeforeTheBudgetIsExceeded() {
    var talk = open(settings().budgetBytes(100_000).mailboxCapacity(500));
    var ana = signUp(talk, 1);
    sendMany(talk, ana, ana, 300);
    var budget = talk.operations().budget();
    budget.reserve(budget.limit() - budget.used());
    long most = talk.operations().budget().limit() + talk.operations().budget().limit() / 64;

    Refusal.of(RamExhausted.class, "ram_exhausted", () -> {
      for (int i = 0; i < 300; i++) {
        talk.lease(ana, 1, SECOND, "l".repeat(60) + i);
        assertThat(talk.operations().budget().used()).isLessThanOrEqualTo(most);
      }
    });

    assertThat(talk.receive(ana)).isNotEmpty();
  }

  @Test
  void used_pushedLive_asBefore() {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    sendMany(talk, ana, ana, 3);
    long used = talk.operations().budget().used();

    try (var connection = talk.delivery().connect(ana, () -> { })) {
      assertThat(connection.next(3).messages()).hasSize(3);

      assertThat(talk.operations().budget().used()).isEqualTo(used);
    }
  }

  @Test
  void used_randomRaceThenAllDeleted_zero() throws Exception {
    var talk = open(settings().receipts(8).idempotencyKeys(4));
    var users = List.of(signUp(talk, 0), signUp(talk, 1), signUp(talk, 2), signUp(talk, 3));

    Race.run(8, thread -> {
      var random = new Random(thread);
      for (int i = 0; i < Race.times(500); i++) {
        step(talk, random, users.get(random.nextInt(4)), users.get(random.nextInt(4)));
      }
      return thread;
    });
    talk.users().toList().forEach(user -> talk.delete(user.id()));

    awaitUsed(talk, now -> now == 0);
  }

  private void step(RamTalk talk, Random random, UserId one, UserId other) {
    try {
      switch (random.nextInt(8)) {
        case 0 -> talk.receive(one, 2);
        case 1 -> talk.lease(one, 2, SECOND, "lease" + random.nextInt(2));
        case 2 -> talk.acknowledge(one, "lease" + random.nextInt(2));
        case 3 -> talk.delivery().transfer(one, 1).rollback();
        case 4 -> pass(random.nextInt(500));
        case 5 -> talk.send(Draft.of(one, other).text("x").id("id" + random.nextInt(9)));
        case 6 -> signUpAndDelete(talk, random);
        default -> talk.send(Draft.of(one, other).text("x".repeat(1 + random.nextInt(99)))
            .expiresIn(SECOND).destructAfter(SECOND));
      }
    } catch (MailboxFull | SendConflict expected) {
      assertThat(expected.code()).isNotEmpty();
    }
  }

  private static void signUpAndDelete(RamTalk talk, Random random) {
    var guest = signUp(talk, 50 + random.nextInt(2));
    try {
      talk.send(guest, guest, "x");
      talk.delete(guest);
    } catch (UserNotFound another) {
      assertThat(another.code()).isNotEmpty();
    }
  }

  @Test
  void close_everythingStored_zero() {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    sendMany(talk, ana, ana, 3);
    talk.lease(ana, 1, SECOND);

    talk.close();

    assertThat(talk.operations().budget().used()).isZero();
  }
}
