package io.ramtalk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Export;
import io.ramtalk.Message;
import io.ramtalk.MessageId;
import io.ramtalk.Mobile;
import io.ramtalk.Overflow;
import io.ramtalk.ProfileChange;
import io.ramtalk.Receipt;
import io.ramtalk.SequencedMessage;
import io.ramtalk.User;
import io.ramtalk.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccountTest {
  private static final User ANA =
      new User(new UserId(1, 2), Mobile.parse("01711111111"), "Ana", null, Instant.EPOCH);

  private final Account account = new Account(ANA);
  private final Effects effects = new Effects();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void applyTo_sameCommandsOnTwoCopies_sameAnswersEffectsAndBytes(long seed) {
    var copy = new Account(ANA);

    for (var command : randomCommands(seed, 5_000)) {
      var own = new Effects();
      var others = new Effects();
      assertThat(comparable(command.applyTo(account, own)))
          .isEqualTo(comparable(command.applyTo(copy, others)));
      assertThat(comparable(own)).isEqualTo(comparable(others));
      assertThat(account.bytes()).isEqualTo(copy.bytes()).isEqualTo(account.countedBytes());
      assertThat(account.nextTimer()).isEqualTo(copy.nextTimer());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25})
  void mustReplay_backupThatSkipsTheRest_holdsTheSame(long seed) {
    var backup = new Account(ANA);

    for (var command : randomCommands(seed, 5_000)) {
      applyWhereNeeded(command, backup);

      assertThat(backup.bytes()).as("after %s", command).isEqualTo(account.bytes());
      assertThat(backup.nextTimer()).as("after %s", command).isEqualTo(account.nextTimer());
    }
  }

  private <R> void applyWhereNeeded(Command<R> command, Account backup) {
    var own = new Effects();
    var result = command.applyTo(account, own);
    if (command.mustReplay(result, !own.isEmpty())) {
      command.applyTo(backup, new Effects());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void applyTo_randomCommands_growNoMoreThanTheySay(long seed) {
    for (var command : randomCommands(seed, 5_000)) {
      long before = account.bytes();
      long growth = command.growth(account);

      command.applyTo(account, new Effects());

      if (!(command instanceof Command.Lease out && out.request().transit())) {
        assertThat(account.bytes() - before).as("growth by %s", command)
            .isLessThanOrEqualTo(growth);
      }
    }
  }

  private static List<Object> comparable(Effects some) {
    return List.of(some.reports(), some.hasNews(), some.hasPresence());
  }

  private static List<Command<?>> randomCommands(long seed, int count) {
    var random = new Random(seed);
    var commands = new ArrayList<Command<?>>();
    long now = 0;
    while (commands.size() < count) {
      now += random.nextInt(4) == 0 ? random.nextInt(60) : 0;
      commands.add(random.nextBoolean() ? mailboxCommand(random, now)
          : senderCommand(random, now, commands.size()));
    }
    return commands;
  }

  private static Command<?> mailboxCommand(Random random, long now) {
    var lease = "lease" + random.nextInt(3);
    return switch (random.nextInt(12)) {
      case 10 -> new Command.PollNews(
          random.nextInt(4), random.nextInt(4), 1 + random.nextInt(3), now,
          now + 1 + random.nextInt(90));
      case 11 -> statement(random, now);
      case 0 -> new Command.Take(1 + random.nextInt(3), now);
      case 1 -> new Command.Lease(new LeaseRequest(lease, 1 + random.nextInt(3), now,
          now + 1 + random.nextInt(90), random.nextBoolean()));
      case 2 -> new Command.Acknowledge(lease, someIds(random), now);
      case 3 -> new Command.Release(lease, someIds(random), now);
      case 4 -> new Command.Peek(1 + random.nextInt(3), now);
      case 5 -> random.nextInt(50) == 0 ? new Command.Delete(now) : new Command.Sweep(now);
      case 6 -> new Command.ShowAll(now);
      default -> new Command.Offer(message(random, now), 1 + random.nextInt(5),
          random.nextBoolean() ? Overflow.REJECT : Overflow.DROP_OLDEST, now);
    };
  }

  private static Command<?> statement(Random random, long now) {
    var member = new UUID(0, random.nextInt(3));
    return random.nextInt(6) == 0 ? new Command.RetainMembers(List.of(member), now)
        : new Command.StateConnections(new ConnectionCounts(member, (int) now + random.nextInt(30),
            random.nextInt(2), random.nextInt(2)), now + random.nextInt(90), now);
  }

  private static Command<?> senderCommand(Random random, long now, int step) {
    var id = new MessageId(step - random.nextInt(30));
    var idempotencyKey = random.nextBoolean() ? null : "own" + random.nextInt(9);
    var to = new UserId(0, random.nextInt(3));
    return switch (random.nextInt(8)) {
      case 0 -> new Command.Change(new ProfileChange.Checked(
          "n".repeat(random.nextInt(30)), null, false));
      case 1 -> new Command.ShowReceipts();
      case 2 -> new Command.MarkRead(to, List.of(id), now);
      case 3 -> new Command.ApplyReport(new DeliveryReport(ANA.id(), id, Receipt.State.DELIVERED,
          now));
      case 4, 5 -> new Command.EndSend(id, idempotencyKey, random.nextInt(3) > 0);
      default -> new Command.BeginSend(
          new MessageId(step), to, idempotencyKey, random.nextBoolean(), now, 4, 3);
    };
  }

  private static List<MessageId> someIds(Random random) {
    return random.nextBoolean() ? null : List.of(new MessageId(random.nextInt(9)));
  }

  private static StoredMessage message(Random random, long now) {
    var rare = Extras.of(null,
        random.nextBoolean() ? Engine.NEVER : now + 1 + random.nextInt(200),
        random.nextBoolean() ? Engine.NEVER : 1 + random.nextInt(200));
    return new StoredMessage(new MessageId(random.nextInt(9)), ANA.id(), now,
        new byte[random.nextInt(40)], rare);
  }

  @Test
  void offer_capacityLoweredLater_nothingDropped() {
    for (int id = 1; id <= 3; id++) {
      assertThat(offer(id, 3)).isTrue();
    }

    assertThat(offer(4, 2)).isFalse();

    assertThat(account.take(9, 0, effects)).extracting(Message::id)
        .containsExactly(new MessageId(1), new MessageId(2), new MessageId(3));
  }

  @Test
  void take_listChangedByCaller_accountUnchanged() {
    offer(1, 5);
    offer(2, 5);

    account.take(1, 0, effects).removeIf(message -> true);

    assertThat(account.take(9, 0, effects)).extracting(Message::id)
        .containsExactly(new MessageId(2));
  }

  @Test
  void commands_newAccount_emptyAnswers() {
    assertThat(account.take(1, 0, effects)).isEmpty();
    assertThat(account.peek(1, 0, effects)).isEmpty();
    assertThat(account.contents(0, effects)).isEmpty();
    assertThat(account.receipts()).isEmpty();
    assertThat(account.openReceivers()).isEmpty();
    assertThat(account.hasMail(0, effects)).isFalse();
    assertThat(account.release("lease", null, 0, effects)).isZero();
    assertThat(account.nextTimer()).isEqualTo(Engine.NEVER);
    assertThat(effects.isEmpty()).isTrue();
    assertThat(account.bytes()).isEqualTo(MemoryCost.user(ANA));
  }

  private boolean offer(long id, int capacity) {
    var message = new StoredMessage(new MessageId(id), ANA.id(), 0,
        new byte[] {'x'}, Extras.NONE);
    return account.offer(new Command.Offer(message, capacity, Overflow.REJECT, 0), effects);
  }

  /** Returns a result in a form that can be compared, because messages have no equality. */
  private static Object comparable(Object answer) {
    if (answer instanceof Export export) {
      return List.of(export.user(), comparable(export.mailbox()), export.sent());
    }
    if (answer instanceof NewsPage page) {
      return List.of(
          comparable(page.messages()), page.more(), page.lastChange(), page.receipts());
    }
    if (answer instanceof List<?> list) {
      return list.stream().map(AccountTest::comparable).toList();
    }
    if (answer instanceof SequencedMessage pushed) {
      return List.of(pushed.sequence(), comparable(pushed.message()));
    }
    return answer instanceof Message message
        ? List.of(message.id(), message.from(), message.sentAt(), message.text(),
            message.expiresAt(), message.destructAfter(), message.deliveryCount())
        : answer;
  }
}
