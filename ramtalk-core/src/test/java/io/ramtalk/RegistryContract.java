package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.engine.Account;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import io.ramtalk.engine.StoredMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The registry of users, tested on the engine itself. */
abstract class RegistryContract extends EngineFixture {
  private static final int MAX_USERS = 1_000_000;
  private static final int THREADS = 64;
  private static final long NOW = START.toEpochMilli();

  private final AtomicLong messages = new AtomicLong();
  private Engine engine;

  @BeforeEach
  void openEngine() {
    engine = ManualHost.open(newEngine(), clock());
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
      assertThat(user.since()).isEqualTo(START);
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
  void register_toldOfAnId_idUsableAtOnce() throws Exception {
    for (int round = 0; round < Race.rounds(50); round++) {
      var number = number(round);

      var usable = Race.run(8, thread -> {
        var id = engine.register(account(number), MAX_USERS).user().id();
        return show(id) != null && id.equals(find(number).id()) && take(id, 1) != null;
      });

      assertThat(usable).containsOnly(true);
    }
  }

  @Test
  void find_duringRegistration_idUsableAtOnce() throws Exception {
    for (int round = 0; round < Race.rounds(50); round++) {
      var number = number(round);

      var usable = Race.run(8, thread -> {
        if (thread == 0) {
          engine.register(account(number), MAX_USERS);
        }
        var user = find(number);
        while (user == null) {
          yieldUnlessInterrupted();
          user = find(number);
        }
        return show(user.id()) != null;
      });

      assertThat(usable).containsOnly(true);
    }
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
    var walk = engine.users(null);

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
    var walk = engine.users(null);
    walk.next();

    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(walk::remove);
    assertThat(walk()).containsExactly(id);
  }

  @Test
  void users_whileOthersSignUp_earlierOnesAllAndNoneTwice() throws Exception {
    int each = Race.rounds(250);
    var early = new ArrayList<UserId>();
    for (int i = 0; i < 100; i++) {
      early.add(register(number(i)));
    }

    var answers = Race.run(8, thread -> {
      if (thread < 4) {
        return registerMany(1_000 * (1 + thread), each);
      }
      var walk = walk();
      assertThat(walk).startsWith(early.toArray(UserId[]::new)).doesNotHaveDuplicates();
      return walk;
    });

    var all = walk();
    assertThat(all).hasSize(100 + 4 * each).doesNotHaveDuplicates();
    for (var ids : answers) {
      assertThat(all).containsSubsequence(ids);
    }
  }

  @Test
  void listAfter_known_thoseWhoCameLater() {
    var ids = registerMany(0, 5);

    assertThat(walk(ids.get(1))).isEqualTo(ids.subList(2, 5));
    assertThat(walk(ids.get(4))).isEmpty();
    assertThat(engine.users(UserId.random())).isNull();
  }

  @Test
  void users_pageByPage_allOnce() {
    var ids = registerMany(0, 100);

    var paged = new ArrayList<UserId>();
    var page = walk(null).subList(0, 7);
    while (!page.isEmpty()) {
      paged.addAll(page);
      var rest = walk(page.get(page.size() - 1));
      page = rest.subList(0, Math.min(7, rest.size()));
    }

    assertThat(paged).isEqualTo(ids);
  }

  @Test
  void remove_firstMiddleAndLast_othersStayInOrder() {
    var ids = registerMany(0, 9);

    for (int gone : new int[] {0, 4, 8}) {
      assertThat(engine.remove(ids.get(gone))).isTrue();
      assertThat(engine.remove(ids.get(gone))).isFalse();
      assertThat(show(ids.get(gone))).isNull();
      assertThat(find(number(gone))).isNull();
      assertThat(engine.users(ids.get(gone))).isNull();
    }
    var late = register(number(77));

    assertThat(walk()).containsExactly(ids.get(1), ids.get(2), ids.get(3), ids.get(5),
        ids.get(6), ids.get(7), late);
  }

  @Test
  void remove_underAWalk_walkGoesOnToTheEnd() {
    var ids = registerMany(0, 6);
    var walk = engine.users(null);
    walk.next();

    ids.subList(0, 4).forEach(engine::remove);
    var rest = new ArrayList<UserId>();
    walk.forEachRemaining(listed -> rest.add(listed.user().id()));

    assertThat(rest).endsWith(ids.get(4), ids.get(5)).doesNotHaveDuplicates();
  }

  @Test
  void remove_raceForOneUser_oneRemoves() throws Exception {
    for (int round = 0; round < Race.rounds(50); round++) {
      var id = register(number(round));

      var removed = Race.run(8, thread -> engine.remove(id));

      assertThat(removed).filteredOn(yes -> yes).hasSize(1);
      assertThat(walk()).isEmpty();
    }
  }

  @Test
  void remove_andRegisterOfOneNumber_nobodyLeftOver() throws Exception {
    Race.run(8, thread -> {
      for (int i = 0; i < Race.times(200); i++) {
        engine.remove(engine.register(account("01711111111"), MAX_USERS).user().id());
      }
      return thread;
    });

    assertThat(walk()).isEmpty();
    assertThat(find("01711111111")).isNull();
    assertThat(engine.register(account("01711111111"), 1).created()).isTrue();
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
    assertThat(engine.execute(nobody, new Command.Take(1, NOW))).isNull();
    assertThat(offer(nobody, message(nobody))).isNull();
    assertThat(find("01711111111")).isNull();
    assertThat(walk()).isEmpty();
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
    assertClosed(() -> engine.users(null));
  }

  @Test
  void close_laterRemoveAndWatch_refused() {
    var id = register("01711111111");

    engine.close();

    assertClosed(() -> engine.remove(id));
    assertClosed(() -> engine.users(id));
    assertClosed(() -> engine.watch(id, () -> { }));
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

  private Boolean offer(UserId to, StoredMessage message) {
    return engine.execute(to, new Command.Offer(message, CAPACITY, Overflow.REJECT, NOW));
  }

  private List<Message> take(UserId id, int max) {
    return engine.execute(id, new Command.Take(max, NOW));
  }

  private List<UserId> walk() {
    return walk(null);
  }

  private List<UserId> walk(UserId after) {
    var ids = new ArrayList<UserId>();
    engine.users(after).forEachRemaining(listed -> ids.add(listed.user().id()));
    return ids;
  }

  private StoredMessage message(UserId from) {
    var id = new MessageId(messages.incrementAndGet());
    return Content.ofText("text", Limits.DEFAULT).message(id, from, NOW);
  }

  private static Account account(String number) {
    return account(number, "", null);
  }

  private static Account account(String number, String name, Image image) {
    return new Account(new User(UserId.random(), Mobile.parse(number), name, image, START));
  }
}
