package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.ReferenceMessenger.Order;
import io.ramtalk.ReferenceMessenger.Seen;
import io.ramtalk.engine.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random commands, whose results must equal those of {@link ReferenceMessenger}. To repeat a seed,
 * set {@code -Dtest=ModelTest -Dramtalk.model.seed=}. {@code -Dramtalk.model.runs=} sets the number
 * of runs.
 */
final class ModelTest {
  private static final int RUNS = Integer.getInteger("ramtalk.model.runs", 200);
  private static final int COMMANDS_PER_RUN = 1_000;

  @Test
  @Tag("scaled")
  void randomCommands_everyAnswer_asTheReference() {
    var oneSeed = Long.getLong("ramtalk.model.seed");
    if (oneSeed != null) {
      new Run(oneSeed).go();
      return;
    }
    int stored = 0;
    int refused = 0;
    for (long seed = 0; seed < RUNS; seed++) {
      var run = new Run(seed);
      run.go();
      stored += run.stored;
      refused += run.refused;
    }

    assertThat(stored).as("messages stored").isGreaterThan(RUNS * COMMANDS_PER_RUN / 10);
    assertThat(refused).as("sends refused").isGreaterThan(RUNS * COMMANDS_PER_RUN / 50);
  }

  /** One messenger and one reference that get the same commands. */
  private static final class Run {
    private static final int MAX_PEOPLE = 4;

    private final long seed;
    private final Random random;
    private final VirtualClock clock = VirtualClock.startingAt(Instant.ofEpochMilli(1_000_000));
    private final InterposedEngine engine = new InterposedEngine(Engine.onHeap());
    private final RamTalk talk;
    private final ReferenceMessenger reference;
    private final List<UserId> people = new ArrayList<>();
    private final List<MessageId> ids = new ArrayList<>();
    private final List<Carried> carried = new ArrayList<>();
    private final List<Live> live = new ArrayList<>();
    private int step;
    private int stored;
    private int refused;

    /** A transfer in progress, and its name in the reference. */
    private record Carried(Transfer transfer, UserId user, String name) {}

    /** A live connection, and the place up to which messages were pushed to it. */
    private record Live(Connection connection, UserId user, long place) {}

    Run(long seed) {
      this.seed = seed;
      random = new Random(seed);
      talk = RamTalk.builder().engine(engine).clock(clock)
          .mailboxCapacity(1 + random.nextInt(6)).receipts(1 + random.nextInt(8))
          .idempotencyKeys(1 + random.nextInt(4))
          .budgetBytes(random.nextInt(4) == 0 ? 2_000 + random.nextInt(6_000) : 1 << 30)
          .overflow(random.nextBoolean() ? Overflow.REJECT : Overflow.DROP_OLDEST).build();
      reference = new ReferenceMessenger(talk.limits(), clock.millis());
      ids.add(new MessageId(7));
    }

    void go() {
      try {
        for (step = 0; step < COMMANDS_PER_RUN; step++) {
          command();
        }
        while (!live.isEmpty()) {
          disconnect();
        }
        reconcile();
        people.forEach(user -> same("online", false, talk.presence(user).online()));
        counts();
        people.forEach(talk::delete);
        same("bytes at the end", 0L, talk.operations().budget().used());
      } catch (RuntimeException e) {
        throw new AssertionError(place(), e);
      } finally {
        talk.close();
      }
    }

    private void command() {
      if (people.size() < 2 || random.nextInt(100) == 0) {
        signUp();
        return;
      }
      var user = people.get(random.nextInt(people.size()));
      switch (random.nextInt(25)) {
        case 0, 1 -> receive(user);
        case 2 -> same("peek", reference.peek(user, step % 3 + 1), talk.peek(user, step % 3 + 1));
        case 3, 4 -> lease(user);
        case 5, 6 -> acknowledge(user);
        case 7 -> release(user);
        case 8 -> transfer(user);
        case 9 -> endHandOver();
        case 10 -> same("sent", reference.sent(user), talk.sent(user));
        case 11 -> read(user);
        case 12 -> export(user);
        case 13 -> moveClock();
        case 14 -> rarely(user);
        case 15 -> connect(user);
        case 16 -> disconnect();
        case 17, 18 -> next();
        case 19 -> stateAgain(user);
        default -> send(user);
      }
    }

    private void signUp() {
      if (people.size() >= MAX_PEOPLE) {
        return;
      }
      try {
        var id = talk.signUp(Profile.of("0170000" + step).name("n".repeat(step % 9))).user().id();
        people.add(id);
        reference.signUp(id);
      } catch (RamExhausted full) {
        assertLittleRoom(1_000);
      }
    }

    private void send(UserId from) {
      var to = random.nextInt(30) == 0 ? new UserId(1, 1)
          : people.get(random.nextInt(people.size()));
      var order = new Order(from, to, "x".repeat(1 + random.nextInt(60)), someTime(), someTime(),
          random.nextInt(3) == 0 ? "id" + random.nextInt(7) : null);
      long used = talk.operations().budget().used();
      var expected = reference.refusal(order);
      try {
        var id = talk.send(draft(order));
        if (expected == null) {
          reference.store(order, id);
          ids.add(id);
          stored++;
        } else {
          same("send", expected, id);
        }
      } catch (RamExhausted full) {
        refused++;
        assertLittleRoom(2_000);
        same("grown by a refusal", false, talk.operations().budget().used() > used);
      } catch (RamTalkException refusal) {
        refused++;
        same("send", expected, refusal.code());
        same("grown by a refusal", false, talk.operations().budget().used() > used);
      }
    }

    private static Draft draft(Order order) {
      return new Draft(order.from(), order.to(), order.text(), null,
          order.expiresIn() == null ? null : Duration.ofMillis(order.expiresIn()),
          order.destructAfter() == null ? null : Duration.ofMillis(order.destructAfter()),
          order.idempotencyKey());
    }

    private Long someTime() {
      return random.nextInt(3) > 0 ? null : Long.valueOf(1 + random.nextInt(2_000));
    }

    private void assertLittleRoom(long bytes) {
      if (talk.operations().budget().limit() - talk.operations().budget().used() > bytes) {
        throw new AssertionError("Refused though there is room: " + place());
      }
    }

    private void receive(UserId user) {
      int max = 1 + random.nextInt(4);
      same("receive", reference.receive(user, max), talk.receive(user, max));
    }

    private void lease(UserId user) {
      int max = 1 + random.nextInt(3);
      long millis = 1 + random.nextInt(1_500);
      var name = leaseName();
      try {
        var messages = talk.lease(user, max, Duration.ofMillis(millis), name).messages();
        same("lease", reference.lease(user, max, millis, name), messages);
      } catch (RamExhausted full) {
        assertLittleRoom(200);
      }
    }

    private void acknowledge(UserId user) {
      var name = leaseName();
      if (random.nextBoolean()) {
        same("acknowledge", reference.acknowledge(user, name, null),
            talk.acknowledge(user, name));
      } else {
        var some = someIds();
        same("acknowledge", reference.acknowledge(user, name, some),
            talk.acknowledge(user, name, some));
      }
    }

    private void release(UserId user) {
      var name = leaseName();
      if (random.nextBoolean()) {
        same("release", reference.release(user, name, null), talk.release(user, name));
      } else {
        var some = someIds();
        same("release", reference.release(user, name, some), talk.release(user, name, some));
      }
    }

    private String leaseName() {
      return "lease" + random.nextInt(3);
    }

    private List<MessageId> someIds() {
      var some = new ArrayList<MessageId>();
      for (int i = random.nextInt(4); i > 0; i--) {
        some.add(ids.get(Math.max(0, ids.size() - 1 - random.nextInt(12))));
      }
      return some;
    }

    private void transfer(UserId user) {
      int max = 1 + random.nextInt(3);
      var transfer = talk.delivery().transfer(user, max);
      carried.add(new Carried(transfer, user, "hand-over " + step));
      same("hand-over", reference.transfer(user, max, "hand-over " + step), transfer.messages());
    }

    private void endHandOver() {
      if (carried.isEmpty()) {
        return;
      }
      var ended = carried.remove(random.nextInt(carried.size()));
      if (random.nextBoolean()) {
        ended.transfer().commit();
        reference.commit(ended.user(), ended.name());
      } else {
        ended.transfer().rollback();
        reference.release(ended.user(), ended.name(), null);
      }
    }

    /** Connects a user; if the response is lost, the account counts one extra connection. */
    private void connect(UserId user) {
      boolean isLost = random.nextInt(4) == 0;
      if (isLost) {
        engine.loseNextResponse();
      }
      try {
        live.add(new Live(talk.delivery().connect(user, null), user, 0));
        same("lost response of a connect", false, isLost);
        reference.tell(user, connections(user));
      } catch (EngineUnavailable e) {
        same("lost response of a connect", true, isLost);
        reference.tell(user, connections(user) + 1);
      }
    }

    /**
     * Disconnects a user. The account stays unchanged for now if the command is rejected, but
     * changes if only the response is lost.
     */
    private void disconnect() {
      if (live.isEmpty()) {
        return;
      }
      var ended = live.remove(random.nextInt(live.size()));
      int fault = random.nextInt(4);
      if (fault == 0) {
        engine.rejectNext();
      } else if (fault == 1) {
        engine.loseNextResponse();
      }
      ended.connection().close();
      if (fault != 0) {
        reference.tell(ended.user(), connections(ended.user()));
      }
    }

    private int connections(UserId user) {
      return (int) live.stream().filter(one -> one.user().equals(user)).count();
    }

    private void stateAgain(UserId user) {
      if (random.nextInt(3) == 0) {
        reconcile();
      }
      same("online", reference.isOnline(user), talk.presence(user).online());
    }

    private void reconcile() {
      engine.reconcile(random.nextInt(4) == 0);
      people.forEach(user -> reference.tell(user, connections(user)));
    }

    /** Asks a connection for all new messages, and acknowledges some messages. */
    private void next() {
      if (live.isEmpty()) {
        return;
      }
      int which = random.nextInt(live.size());
      var one = live.get(which);
      var expected = reference.follow(one.user(), one.place());
      var pushed = one.connection().next(100).messages().stream().map(SequencedMessage::message)
          .sorted(Comparator.comparing(Message::id)).toList();
      same("pushed", expected, pushed);
      if (!expected.isEmpty()) {
        live.set(which,
            new Live(one.connection(), one.user(), reference.place(one.user())));
      }
      var some = someIds();
      same("acknowledged live",
          reference.acknowledge(one.user(), ReferenceMessenger.LIVE, some),
          one.connection().acknowledge(some));
    }

    private void read(UserId reader) {
      var sender = people.get(random.nextInt(people.size()));
      var some = someIds();
      same("read", reference.read(reader, sender, some), talk.read(reader, sender, some));
    }

    private void export(UserId user) {
      var export = talk.export(user);
      same("export", reference.contents(user), export.mailbox());
      same("export", reference.sent(user), export.sent());
    }

    private void moveClock() {
      long millis = random.nextInt(40) == 0 ? 400_000 : random.nextInt(1_000);
      if (random.nextInt(6) == 0) {
        clock.set(clock.instant().minusMillis(millis));
        reference.setBack(millis);
      } else {
        clock.advance(Duration.ofMillis(millis));
        reference.pass(millis);
      }
    }

    private void rarely(UserId user) {
      if (random.nextInt(20) == 0) {
        talk.delete(user);
        reference.delete(user);
        people.remove(user);
        live.removeIf(one -> one.user().equals(user));
      } else if (random.nextInt(5) == 0) {
        counts();
      } else {
        try {
          talk.change(user, ProfileChange.none().name("n".repeat(random.nextInt(60))));
        } catch (RamExhausted full) {
          assertLittleRoom(200);
        }
      }
    }

    /** Compares all counts, beginning with the usage, which first applies all due changes. */
    private void counts() {
      var usage = talk.operations().usage();
      same("bytes", engine.countedBytes(), talk.operations().budget().used());
      same("bytes by kind", talk.operations().budget().used(), usage.bytes().total());
      same("usage", reference.usage(usage.bytes()), usage);
      same("totals", reference.totals(), talk.operations().totals());
    }

    private void same(String what, List<Seen> expected, List<Message> actual) {
      same(what, (Object) expected, actual.stream().map(Run::seen).toList());
    }

    private void same(String what, Object expected, Object actual) {
      if (!Objects.equals(expected, actual)) {
        throw new AssertionError(
            what + ": expected " + expected + " but was " + actual + ": " + place());
      }
    }

    private static Seen seen(Message message) {
      return new Seen(message.id(), message.from(), message.text(), message.sentAt(),
          message.expiresAt(), message.deliveryCount());
    }

    private String place() {
      return "step " + step + " of -Dramtalk.model.seed=" + seed;
    }
  }
}
