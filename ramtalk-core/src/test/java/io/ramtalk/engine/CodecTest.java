package io.ramtalk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ramtalk.Image;
import io.ramtalk.Limits;
import io.ramtalk.Message;
import io.ramtalk.MessageId;
import io.ramtalk.Mobile;
import io.ramtalk.Overflow;
import io.ramtalk.Pictures;
import io.ramtalk.ProfileChange;
import io.ramtalk.Receipt;
import io.ramtalk.User;
import io.ramtalk.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The equality of accounts, commands and responses before and after encoding. */
final class CodecTest {
  private static final UserId ANA = UserId.random();
  private static final UserId BO = UserId.random();
  private static final int ROUNDS = Integer.getInteger("ramtalk.codec.rounds", 10);

  private final Random random = new Random(4711);
  private long now = 1_790_000_000_000L;
  private long ids;

  @Test
  @Tag("scaled")
  void account_takenApartAfterEveryCommand_answersAsOneThatWasNot() {
    var seen = new HashSet<Class<?>>();
    for (int round = 0; round < ROUNDS; round++) {
      var account = new Account(user());
      var copy = new Account(account.user());
      for (int step = 0; step < 200; step++) {
        now += random.nextInt(300);
        Command<?> command = command();
        seen.add(command.getClass());
        copy = applyToBoth(account, copy, command);
      }
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(recordsOf(Command.class).toList());
  }

  /** Returns the records of a sealed interface, and of the sealed interfaces that extend it. */
  private static Stream<Class<?>> recordsOf(Class<?> type) {
    return type.isRecord() ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(CodecTest::recordsOf);
  }

  private <R> Account applyToBoth(Account account, Account copy, Command<R> command) {
    @SuppressWarnings("unchecked")
    var decoded = (Command<R>) CommandCodec.decode(CommandCodec.encode(command));
    assertThat(decoded).usingRecursiveComparison().isEqualTo(command);

    var earlier = account.copy(now);
    var earlierBytes = AccountCodec.encode(earlier);
    assertThat(AccountCodec.encode(AccountCodec.decode(earlierBytes))).isEqualTo(earlierBytes);
    var effects = new Effects();
    var others = new Effects();
    var answer = command.applyTo(account, effects);
    assertThat(AccountCodec.encode(earlier)).isEqualTo(earlierBytes);
    assertThat(earlier.bytes()).isEqualTo(earlier.countedBytes());
    var other = AnswerCodec.decode(
        command, AnswerCodec.encode(command, decoded.applyTo(copy, others)));

    if (other instanceof Account one && answer instanceof Account two) {
      assertThat(AccountCodec.encode(one)).isEqualTo(AccountCodec.encode(two));
    } else {
      assertThat(other).usingRecursiveComparison()
          .withEqualsForType(CodecTest::areSame, Message.class).isEqualTo(answer);
    }
    assertThat(AnswerCodec.decodeEffects(AnswerCodec.encodeEffects(others)))
        .usingRecursiveComparison().isEqualTo(effects);
    var bytes = AccountCodec.encode(copy);
    assertThat(bytes).isEqualTo(AccountCodec.encode(account));
    var read = AccountCodec.decode(bytes);
    assertThat(read.bytes()).isEqualTo(account.bytes()).isEqualTo(read.countedBytes());
    assertThat(read.nextTimer()).isEqualTo(account.nextTimer());
    return read;
  }

  /** Returns whether all visible properties of two messages are equal. */
  private static boolean areSame(Message one, Message other) {
    return one.id().equals(other.id()) && one.from().equals(other.from())
        && one.sentAt().equals(other.sentAt()) && one.text().equals(other.text())
        && one.picture().map(Image::size).equals(other.picture().map(Image::size))
        && one.expiresAt().equals(other.expiresAt())
        && one.destructAfter().equals(other.destructAfter())
        && one.deliveryCount() == other.deliveryCount();
  }

  private Command<?> command() {
    return switch (random.nextInt(30)) {
      case 0 -> Command.ShowUser.INSTANCE;
      case 1 -> new Command.Change(new ProfileChange.Checked("n" + random.nextInt(9),
          Image.of(Pictures.png(1 + random.nextInt(9), 2), Limits.DEFAULT), false));
      case 2 -> new Command.Change(new ProfileChange.Checked(null, null, true));
      case 3, 4 -> new Command.BeginSend(id(), BO, idempotencyKey(), random.nextBoolean(), now, 3,
          2);
      case 5 -> new Command.EndSend(earlierId(), idempotencyKey(), random.nextBoolean());
      case 6, 7, 8, 9 -> new Command.Offer(message(), 5, Overflow.values()[random.nextInt(2)], now);
      case 10 -> new Command.Take(1, now);
      case 11, 12 -> new Command.Lease(new LeaseRequest(
          "lease" + random.nextInt(3), 2, now, now + random.nextInt(900), random.nextBoolean()));
      case 13, 14 -> new Command.PollNews(
          random.nextInt(3), random.nextInt(3), 2, now, now + random.nextInt(900));
      case 15, 16, 17 -> new Command.StateConnections(new ConnectionCounts(
          member(), (int) ids + random.nextInt(9), random.nextInt(2), random.nextInt(2)),
          now + random.nextInt(900), now);
      case 18 -> new Command.RetainMembers(List.of(member()), now);
      case 19 -> new Command.ShowPresence();
      case 20 -> new Command.PollNews(0, Long.MAX_VALUE, 0, now, Engine.NEVER);
      case 21 -> new Command.Acknowledge(lease(), someIds(), now);
      case 22 -> new Command.Release(lease(), someIds(), now);
      case 23 -> new Command.Peek(2, now);
      case 24 -> new Command.HasMail(now);
      case 25 -> new Command.Sweep(now);
      case 26 -> new Command.ApplyReport(
          new DeliveryReport(ANA, earlierId(), Receipt.State.values()[1 + random.nextInt(5)], now));
      case 27 -> new Command.MarkRead(BO, List.of(earlierId()), now);
      case 28 -> new Command.ShowReceipts();
      default -> seldom();
    };
  }

  private Command<?> seldom() {
    return switch (random.nextInt(7)) {
      case 0 -> new Command.ShowOpenReceivers();
      case 1 -> new Command.ShowAll(now);
      case 2 -> new Command.Count(now);
      case 3 -> new Command.ShowListed();
      case 4 -> new Command.ShowHeld(List.of(earlierId(), earlierId()), now);
      case 5 -> new Command.Copy(now);
      default -> new Command.Delete(now);
    };
  }

  private UUID member() {
    return new UUID(0, random.nextInt(3));
  }

  private StoredMessage message() {
    var text = "x".repeat(1 + random.nextInt(300)) + "é𝄞";
    var rare = Extras.of(
        random.nextInt(3) == 0 ? Image.of(Pictures.png(3, 2), Limits.DEFAULT) : null,
        random.nextInt(3) == 0 ? now + 1 + random.nextInt(2_000) : Engine.NEVER,
        random.nextInt(3) == 0 ? 1 + random.nextInt(500) : Engine.NEVER);
    return new StoredMessage(id(), BO, now, text.getBytes(StandardCharsets.UTF_8), rare);
  }

  private MessageId id() {
    return new MessageId(Long.MIN_VALUE | ++ids);
  }

  private MessageId earlierId() {
    return new MessageId(Long.MIN_VALUE | Math.max(1, ids - random.nextInt(9)));
  }

  private List<MessageId> someIds() {
    return random.nextBoolean() ? null : List.of(earlierId(), earlierId(), earlierId());
  }

  private String idempotencyKey() {
    return random.nextInt(3) == 0 ? null : "own" + random.nextInt(9);
  }

  private String lease() {
    return random.nextInt(4) == 0 ? Command.LIVE_LEASE : "lease" + random.nextInt(3);
  }

  private static User user() {
    return new User(ANA, Mobile.parse("+880 1711-111111"), "Ana", Image.of(
        Pictures.png(3, 2), Limits.DEFAULT), Instant.parse("2026-01-01T00:00:00.123456789Z"));
  }

  @Test
  void answer_ofPreparedReceivers_asWritten() {
    var command = new Command.ShowOpenReceivers();
    Set<UserId> users = Set.of(ANA, BO);

    assertThat(AnswerCodec.decode(command, AnswerCodec.encode(command, users))).isEqualTo(users);
  }

  @Test
  void copy_messageInTransfer_waitsInTheCopyAlone() {
    var account = new Account(user());
    new Command.Offer(message(), 5, Overflow.REJECT, now).applyTo(account, new Effects());
    new Command.Lease(new LeaseRequest("transfer", 1, now, Engine.NEVER, true))
        .applyTo(account, new Effects());

    var copy = new Command.Copy(now).applyTo(account, new Effects());

    assertThat(new Command.Take(1, now).applyTo(account, new Effects())).isEmpty();
    assertThat(new Command.Take(1, now).applyTo(copy, new Effects())).hasSize(1);
    assertThat(account.messageCount()).isEqualTo(1);
    assertThat(copy.messageCount()).isZero();
  }

  @Test
  void decode_anotherVersion_refused() {
    var bytes = AccountCodec.encode(new Account(user()));
    bytes[0]++;

    assertThatIllegalArgumentException().isThrownBy(() -> AccountCodec.decode(bytes))
        .withMessage("Unsupported version 3 (expected 2)");
    assertThatIllegalArgumentException().isThrownBy(() -> CommandCodec.decode(new byte[] {3, 0}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnswerCodec.decodeEffects(new byte[] {3, 0, 0, 0}));
  }

  @Test
  void decode_cutShortOrWithMore_refused() {
    var account = new Account(user());
    new Command.Offer(message(), 5, Overflow.REJECT, now).applyTo(account, new Effects());
    var bytes = AccountCodec.encode(account);

    for (int length = 0; length < bytes.length; length++) {
      var part = Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException().isThrownBy(() -> AccountCodec.decode(part));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccountCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommandCodec.decode(new byte[] {2, 99}));
  }

  @Test
  void decode_hugeCounts_refusedBeforeAnythingIsAllocated() {
    var huge = new Packer().put(2).putNumber(Long.MAX_VALUE).toBytes();

    assertThatIllegalArgumentException().isThrownBy(
        () -> AnswerCodec.decode(new Command.ShowReceipts(), huge));
  }
}
