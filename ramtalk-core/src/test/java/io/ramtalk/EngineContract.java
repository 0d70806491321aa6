package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Engine} must do; an engine is correct when a subclass of this one passes.
 *
 * <p>All that is asked goes through the engine, and answers are compared by what they say and never
 * by identity, so that an engine may keep its accounts in other processes.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class EngineContract {
  private static final int CAPACITY = 5;
  private static final int MAX_USERS = 1_000_000;
  private static final int THREADS = 64;
  private static final int ROUNDS = 2_000;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicLong messages = new AtomicLong();
  private Engine engine;

  /** Creates the contract; the subclass says for which engine. */
  protected EngineContract() {}

  /**
   * Returns an engine to test.
   *
   * @return an empty engine, which the contract closes
   */
  protected abstract Engine newEngine();

  @BeforeEach
  void openEngine() {
    engine = newEngine();
  }

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  @Test
  void register_newNumber_keptAsGiven() {
    var account = account("+880 1711-111111", "Ana", Image.of(Pictures.png(3, 2), Limits.DEFAULT));
    var id = account.user().id();

    var answer = engine.register(account, MAX_USERS);

    assertThat(answer.created()).isTrue();
    for (var user : List.of(answer.user(), show(id), find("+8801711111111"))) {
      assertThat(user.id()).isEqualTo(id);
      assertThat(user.mobile()).isEqualTo(Mobile.parse("+880 1711-111111"));
      assertThat(user.name()).isEqualTo("Ana");
      assertThat(user.since()).isEqualTo(NOW);
      assertThat(user.image().bytes()).isEqualTo(Pictures.png(3, 2));
    }
  }

  @Test
  void register_spellingsOfOneNumber_oneUnchangedUser() {
    var first = engine.register(account("+8801711111111", "Ana", null), MAX_USERS).user();

    for (var spelling : List.of("+880 1711-111111", "008801711111111", "(+880) 1711.111.111")) {
      var other = account(spelling, "Bo", null);
      var again = engine.register(other, MAX_USERS);

      assertThat(again.created()).isFalse();
      assertThat(again.user().id()).isEqualTo(first.id());
      assertThat(again.user().name()).isEqualTo("Ana");
      assertThat(again.user().mobile().given()).isEqualTo("+8801711111111");
      assertThat(find(spelling).id()).isEqualTo(first.id());
      assertThat(show(other.user().id())).isNull();
    }
    assertThat(walk()).containsExactly(first.id());
  }

  @Test
  void register_oneNumberFromManyThreads_oneUser() throws Exception {
    var spellings = List.of("+8801711111111", "008801711111111", "+880 1711 111-111");

    var answers = Race.run(THREADS,
        thread -> engine.register(account(spellings.get(thread % 3)), MAX_USERS));

    assertThat(answers).extracting(answer -> answer.user().id()).containsOnly(walk().get(0));
    assertThat(answers).filteredOn(SignUp::created).hasSize(1);
    assertThat(walk()).hasSize(1);
  }

  @Test
  void register_manyNumbersEachFromManyThreads_oneUserEach() throws Exception {
    var answers = Race.rounds(4, ROUNDS,
        (thread, round) -> engine.register(account(number(round)), MAX_USERS));

    assertThat(answers).allSatisfy(round -> {
      assertThat(round).extracting(answer -> answer.user().id())
          .containsOnly(round.get(0).user().id());
      assertThat(round).filteredOn(SignUp::created).hasSize(1);
    });
    assertThat(walk()).hasSize(ROUNDS);
  }

  @Test
  void register_toldOfAnId_idUsableAtOnce() throws Exception {
    var usable = Race.rounds(4, ROUNDS, (thread, round) -> {
      var id = engine.register(account(number(round)), MAX_USERS).user().id();
      return take(id, 1) != null && show(id) != null && id.equals(find(number(round)).id());
    });

    assertThat(usable).allSatisfy(round -> assertThat(round).containsOnly(true));
  }

  @Test
  void find_duringRegistration_idUsableAtOnce() throws Exception {
    var usable = Race.rounds(3, ROUNDS, (thread, round) -> {
      if (thread == 0) {
        engine.register(account(number(round)), MAX_USERS);
      }
      var user = find(number(round));
      while (user == null && !Thread.currentThread().isInterrupted()) {
        user = find(number(round));
      }
      return user != null && show(user.id()) != null;
    });

    assertThat(usable).allSatisfy(round -> assertThat(round).containsOnly(true));
  }

  @Test
  void register_raceForLastPlaces_boundExact() throws Exception {
    int maxUsers = 10;
    var accounts = new ArrayList<Account>();
    for (int i = 0; i < THREADS; i++) {
      accounts.add(account(number(i)));
    }

    var admitted = Race.run(THREADS, thread -> {
      try {
        return engine.register(accounts.get(thread), maxUsers).created();
      } catch (TooManyUsers full) {
        return false;
      }
    });

    assertThat(admitted).filteredOn(yes -> yes).hasSize(maxUsers);
    assertThat(walk()).hasSize(maxUsers);
    for (int i = 0; i < THREADS; i++) {
      assertThat(find(number(i)) != null).as("found by number").isEqualTo(admitted.get(i));
      assertThat(show(accounts.get(i).user().id()) != null).as("found by id")
          .isEqualTo(admitted.get(i));
    }
  }

  @Test
  void register_full_knownNumberStillAnswered() {
    var known = engine.register(account("01711111111"), 1).user();

    assertThatExceptionOfType(TooManyUsers.class)
        .isThrownBy(() -> engine.register(account("01722222222"), 1));
    assertThat(engine.register(account("01711-111111"), 1).user().id()).isEqualTo(known.id());
  }

  @Test
  void users_empty_nothing() {
    var walk = engine.users();

    assertThat(walk.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(walk::next);
  }

  @Test
  void users_registered_inOrderOfRegistration() {
    var expected = new ArrayList<UserId>();
    for (int i = 0; i < 300; i++) {
      expected.add(register(number(i * 7_919 % 1_000)));
    }

    assertThat(walk()).isEqualTo(expected);
  }

  @Test
  void users_remove_refused() {
    var id = register("01711111111");
    var walk = engine.users();
    walk.next();

    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(walk::remove);
    assertThat(walk()).containsExactly(id);
  }

  @Test
  void users_whileOthersSignUp_earlierOnesAllAndNoneTwice() throws Exception {
    var early = new ArrayList<UserId>();
    for (int i = 0; i < 100; i++) {
      early.add(register(number(i)));
    }

    var answers = Race.run(8, thread -> {
      if (thread < 4) {
        return registerMany(1_000 * (1 + thread), 250);
      }
      var walk = walk();
      assertThat(walk).startsWith(early.toArray(UserId[]::new)).doesNotHaveDuplicates();
      return walk;
    });

    var all = walk();
    assertThat(all).hasSize(1_100).doesNotHaveDuplicates();
    for (var ids : answers) {
      assertThat(all).containsSubsequence(ids);
    }
  }

  private List<UserId> registerMany(int from, int count) {
    var ids = new ArrayList<UserId>();
    for (int i = from; i < from + count; i++) {
      ids.add(register(number(i)));
    }
    return ids;
  }

  @Test
  void execute_unknownUser_nullAndNobodyAdded() {
    var nobody = UserId.random();

    assertThat(show(nobody)).isNull();
    assertThat(engine.execute(nobody, new Command.Take(1))).isNull();
    assertThat(engine.execute(nobody, new Command.Offer(message(nobody), CAPACITY))).isNull();
    assertThat(find("01711111111")).isNull();
    assertThat(walk()).isEmpty();
  }

  @Test
  void take_oldestFirst_eachOnce() {
    var id = register("01711111111");
    var sent = offerAll(id, CAPACITY);

    assertThat(ids(take(id, 2))).isEqualTo(sent.subList(0, 2));
    assertThat(ids(take(id, Integer.MAX_VALUE))).isEqualTo(sent.subList(2, CAPACITY));
    assertThat(take(id, Integer.MAX_VALUE)).isEmpty();
  }

  @Test
  void take_message_asSent() {
    var from = register("01711111111");
    var to = register("01722222222");
    var sent = message(from);
    offer(to, sent);

    var received = take(to, 1).get(0);

    assertThat(received.id()).isEqualTo(sent.id());
    assertThat(received.from()).isEqualTo(from);
    assertThat(received.sentAt()).isEqualTo(NOW);
    assertThat(received.text()).isEqualTo("text");
  }

  @Test
  void offer_full_refusedAndNothingChanged() {
    var id = register("01711111111");
    var sent = offerAll(id, CAPACITY);

    assertThat(offer(id, message(id))).isFalse();

    assertThat(ids(take(id, Integer.MAX_VALUE))).isEqualTo(sent);
    assertThat(offer(id, message(id))).isTrue();
  }

  @Test
  void offer_toOne_othersUntouched() {
    var ana = register("01711111111");
    var bo = register("01722222222");
    offerAll(ana, CAPACITY);

    assertThat(take(bo, CAPACITY)).isEmpty();
    assertThat(offer(bo, message(ana))).isTrue();
  }

  @Test
  void offer_raceForAnEmptyMailbox_exactlyCapacityAccepted() throws Exception {
    var id = register("01711111111");

    var answers = Race.run(THREADS, thread -> offerSome(id, 1));

    var accepted = answers.stream().flatMap(List::stream).toList();
    assertThat(accepted).hasSize(CAPACITY);
    assertThat(ids(take(id, Integer.MAX_VALUE))).containsExactlyInAnyOrderElementsOf(accepted);
  }

  @Test
  void offer_raceForManyEmptyMailboxes_exactlyCapacityAcceptedEach() throws Exception {
    var boxes = registerMany(0, ROUNDS);

    var answers = Race.rounds(4, ROUNDS,
        (thread, round) -> offerSome(boxes.get(round), CAPACITY));

    for (int round = 0; round < ROUNDS; round++) {
      var accepted = answers.get(round).stream().flatMap(List::stream).toList();
      assertThat(accepted).hasSize(CAPACITY);
      assertThat(ids(take(boxes.get(round), Integer.MAX_VALUE)))
          .containsExactlyInAnyOrderElementsOf(accepted);
    }
  }

  @Test
  void take_raceForManyFullMailboxes_eachMessageOnce() throws Exception {
    var boxes = registerMany(0, ROUNDS);
    var sent = new ArrayList<List<MessageId>>();
    boxes.forEach(box -> sent.add(offerAll(box, CAPACITY)));

    var answers = Race.rounds(4, ROUNDS,
        (thread, round) -> ids(take(boxes.get(round), 1 + thread % 2)));

    for (int round = 0; round < ROUNDS; round++) {
      assertThat(answers.get(round)).allSatisfy(taken -> assertThat(taken).isSorted());
      assertThat(answers.get(round).stream().flatMap(List::stream))
          .containsExactlyInAnyOrderElementsOf(sent.get(round));
    }
  }

  /** Offers without insisting; answers what was accepted. */
  private List<MessageId> offerSome(UserId to, int count) {
    var accepted = new ArrayList<MessageId>();
    for (int i = 0; i < count; i++) {
      var message = message(to);
      if (offer(to, message)) {
        accepted.add(message.id());
      }
    }
    return accepted;
  }

  @Test
  void take_manyTakersWhileOthersSend_eachMessageOnce() throws Exception {
    int senders = 4;
    int perSender = 500;
    var box = register("01711111111");
    var froms = registerMany(1, senders);
    var left = new AtomicInteger(senders * perSender);

    var answers = Race.run(senders + 8, thread -> thread < senders
        ? sendAll(froms.get(thread), box, perSender) : takeAll(box, left));

    var sent = new HashSet<MessageId>();
    var taken = new ArrayList<MessageId>();
    for (int thread = 0; thread < answers.size(); thread++) {
      (thread < senders ? sent : taken).addAll(ids(answers.get(thread)));
      assertFifoPerSender(answers.get(thread));
    }
    assertThat(taken).hasSize(senders * perSender).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(take(box, CAPACITY)).isEmpty();
  }

  @Test
  void take_oneTakerWhileOthersSend_fifoPerSender() throws Exception {
    int senders = 8;
    int perSender = 200;
    var box = register("01711111111");
    var froms = registerMany(1, senders);
    var left = new AtomicInteger(senders * perSender);

    var taken = Race.run(senders + 1, thread -> thread < senders
        ? sendAll(froms.get(thread), box, perSender) : takeAll(box, left)).get(senders);

    assertThat(taken).hasSize(senders * perSender);
    assertFifoPerSender(taken);
  }

  /** Sends until each message is accepted. */
  private List<Message> sendAll(UserId from, UserId to, int count) throws InterruptedException {
    var sent = new ArrayList<Message>();
    for (int i = 0; i < count; i++) {
      var message = message(from);
      while (!offer(to, message)) {
        Race.yieldUnlessInterrupted();
      }
      sent.add(message);
    }
    return sent;
  }

  /** Takes until all takers together have all messages. */
  private List<Message> takeAll(UserId box, AtomicInteger left) throws InterruptedException {
    var taken = new ArrayList<Message>();
    while (left.get() > 0) {
      var batch = take(box, Integer.MAX_VALUE);
      assertThat(batch).hasSizeLessThanOrEqualTo(CAPACITY);
      left.addAndGet(-batch.size());
      taken.addAll(batch);
      if (batch.isEmpty()) {
        Race.yieldUnlessInterrupted();
      }
    }
    return taken;
  }

  private static void assertFifoPerSender(List<Message> taken) {
    for (var from : taken.stream().map(Message::from).distinct().toList()) {
      assertThat(taken.stream().filter(m -> m.from().equals(from)).map(Message::id).toList())
          .isSorted();
    }
  }

  @Test
  void image_arraysChangedByCaller_userUnchanged() {
    byte[] file = Pictures.png(3, 2);
    byte[] original = file.clone();
    var account = account("01711111111", "", Image.of(file, Limits.DEFAULT));
    var answer = engine.register(account, MAX_USERS).user();

    Arrays.fill(file, (byte) 0);
    Arrays.fill(answer.image().bytes(), (byte) 0);
    Arrays.fill(show(answer.id()).image().bytes(), (byte) 0);

    assertThat(show(answer.id()).image().bytes()).isEqualTo(original);
    assertThat(find("01711111111").image().bytes()).isEqualTo(original);
  }

  @Test
  void close_twice_closed() {
    assertThat(engine.health()).isEqualTo(Engine.Health.READY);

    engine.close();
    engine.close();

    assertThat(engine.health()).isEqualTo(Engine.Health.CLOSED);
  }

  @Test
  void close_laterCalls_refused() {
    var id = register("01711111111");
    offer(id, message(id));

    engine.close();

    assertClosed(() -> engine.register(account("01711111111"), MAX_USERS));
    assertClosed(() -> engine.register(account("01722222222"), MAX_USERS));
    assertClosed(() -> show(id));
    assertClosed(() -> take(id, 1));
    assertClosed(() -> offer(id, message(id)));
    assertClosed(() -> show(UserId.random()));
    assertClosed(() -> find("01711111111"));
    assertClosed(() -> engine.users());
  }

  private static void assertClosed(Runnable call) {
    assertThatThrownBy(call::run).isExactlyInstanceOf(MessengerClosed.class);
  }

  private UserId register(String number) {
    return engine.register(account(number), MAX_USERS).user().id();
  }

  private User show(UserId id) {
    return engine.execute(id, Command.ShowUser.INSTANCE);
  }

  private User find(String number) {
    return engine.find(Mobile.parse(number));
  }

  private boolean offer(UserId to, Message message) {
    return engine.execute(to, new Command.Offer(message, CAPACITY));
  }

  private List<MessageId> offerAll(UserId to, int count) {
    var sent = new ArrayList<MessageId>();
    for (int i = 0; i < count; i++) {
      var message = message(to);
      assertThat(offer(to, message)).isTrue();
      sent.add(message.id());
    }
    return sent;
  }

  private List<Message> take(UserId id, int max) {
    return engine.execute(id, new Command.Take(max));
  }

  private List<UserId> walk() {
    var ids = new ArrayList<UserId>();
    engine.users().forEachRemaining(user -> ids.add(user.id()));
    return ids;
  }

  private Message message(UserId from) {
    var id = new MessageId(messages.incrementAndGet());
    return Message.of(id, from, NOW, Text.encode("text", 4));
  }

  private static List<MessageId> ids(List<Message> messages) {
    return messages.stream().map(Message::id).toList();
  }

  private static String number(int i) {
    return String.format("017%08d", i);
  }

  private static Account account(String number) {
    return account(number, "", null);
  }

  private static Account account(String number, String name, Image image) {
    return new Account(new User(UserId.random(), Mobile.parse(number), name, image, NOW));
  }
}
