package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccountTest {
  private static final User ANA =
      new User(new UserId(1, 2), Mobile.parse("01711111111"), "Ana", null, Instant.EPOCH);

  private final Account account = new Account(ANA);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void applyTo_sameCommandsOnTwoCopies_sameAnswers(long seed) {
    var copy = new Account(ANA);

    randomCommands(seed).forEach(command ->
        assertThat((Object) command.applyTo(account)).isEqualTo(command.applyTo(copy)));

    assertThat(account.take(Integer.MAX_VALUE)).isEqualTo(copy.take(Integer.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void applyTo_randomCommands_asAQueueWithABound(long seed) {
    var model = new ArrayDeque<Message>();

    randomCommands(seed).forEach(command ->
        assertThat((Object) command.applyTo(account)).isEqualTo(expected(command, model)));

    assertThat(account.take(Integer.MAX_VALUE)).isEqualTo(List.copyOf(model));
  }

  private static Object expected(Command<?> command, ArrayDeque<Message> model) {
    if (command instanceof Command.Offer offer) {
      return model.size() < offer.capacity() && model.add(offer.message());
    }
    if (command instanceof Command.Take take) {
      var taken = new ArrayList<Message>();
      while (taken.size() < take.max() && !model.isEmpty()) {
        taken.add(model.remove());
      }
      return taken;
    }
    return ANA;
  }

  private static Stream<Command<?>> randomCommands(long seed) {
    var random = new Random(seed);
    return Stream.<Command<?>>generate(() -> switch (random.nextInt(4)) {
      case 0 -> new Command.Take(1 + random.nextInt(6));
      case 1 -> random.nextBoolean()
          ? Command.ShowUser.INSTANCE : new Command.Take(Integer.MAX_VALUE);
      default -> new Command.Offer(message(random.nextLong()), 1 + random.nextInt(5));
    }).limit(5_000);
  }

  @Test
  void offer_capacityLoweredLater_nothingDropped() {
    var sent = List.of(message(1), message(2), message(3));
    sent.forEach(message -> account.offer(message, 3));

    assertThat(account.offer(message(4), 2)).isFalse();

    assertThat(account.take(9)).isEqualTo(sent);
  }

  @Test
  void take_listChangedByCaller_accountUnchanged() {
    account.offer(message(1), 5);
    account.offer(message(2), 5);

    Collection<Message> taken = account.take(1);
    taken.removeIf(message -> true);

    assertThat(account.take(9)).extracting(Message::id).containsExactly(new MessageId(2));
  }

  @Test
  void take_noMailYet_empty() {
    assertThat(account.take(1)).isEmpty();
    assertThat(account.user()).isEqualTo(ANA);
  }

  private static Message message(long id) {
    return Message.of(new MessageId(id), ANA.id(), Instant.EPOCH, new byte[] {'x'});
  }
}
