package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract that every undelivered message can be received once all connections and leases have
 * ended. {@link EveryMessageCheck} runs after each test of the contract.
 */
abstract class EveryMessageContract extends EngineFixture {
  private static final int STEPS = 200;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void afterRandomWaysOut_everyUndeliveredMessage_received(long seed) {
    var run = new Run(open(settings()), new Random(seed));
    for (int i = 0; i < STEPS; i++) {
      run.step();
    }

    run.leave();
    pass(RamTalk.MAX_LEASE.toMillis());

    assertThat(run.received()).containsExactlyInAnyOrderElementsOf(run.undelivered);
  }

  /** A user who receives messages in every way, and leaves the outcome of some messages open. */
  private final class Run {
    private final RamTalk talk;
    private final Random random;
    private final UserId ana;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Engine.Watch> waits = new ArrayList<>();
    private final Set<MessageId> undelivered = new HashSet<>();

    Run(RamTalk talk, Random random) {
      this.talk = talk;
      this.random = random;
      ana = signUp(talk, 1);
    }

    void step() {
      switch (random.nextInt(10)) {
        case 0 -> connections.add(talk.delivery().connect(ana, null));
        case 1 -> leaveOne();
        case 2 -> connections.forEach(connection -> connection.next(1 + random.nextInt(3)));
        case 3 -> connections.forEach(connection -> acknowledge(connection.next(1).messages()));
        case 4 -> talk.lease(ana, 2, Duration.ofMillis(1 + random.nextInt(90)));
        case 5 -> transfer();
        case 6 -> ids(talk.receive(ana, 1)).forEach(undelivered::remove);
        case 7 -> pass(random.nextInt(60));
        default -> send();
      }
    }

    private void send() {
      var id = sendIfRoom(talk, ana, ana, "m");
      if (id != null) {
        undelivered.add(id);
      }
    }

    private void leaveOne() {
      if (!connections.isEmpty()) {
        connections.remove(random.nextInt(connections.size())).close();
      } else if (waits.isEmpty()) {
        waits.add(talk.delivery().waiting(ana));
      } else {
        waits.remove(0).close();
      }
    }

    private void acknowledge(List<SequencedMessage> pushed) {
      for (var each : pushed) {
        var id = each.message().id();
        talk.acknowledge(ana, Command.LIVE_LEASE, List.of(id));
        undelivered.remove(id);
      }
    }

    private void transfer() {
      var transfer = talk.delivery().transfer(ana, 2);
      switch (random.nextInt(3)) {
        case 0 -> {
          transfer.commit();
          ids(transfer.messages()).forEach(undelivered::remove);
        }
        case 1 -> transfer.rollback();
        default -> { } // the transfer stays open
      }
    }

    void leave() {
      connections.forEach(Connection::close);
      waits.forEach(Engine.Watch::close);
    }

    List<MessageId> received() {
      assertThat(talk.presence(ana).online()).isFalse();
      return ids(talk.receive(ana));
    }
  }

  @Test
  void check_someoneConnected_fails() {
    var talk = open(settings());
    try (var connection = talk.delivery().connect(signUp(talk, 1), null)) {
      assertThat(connection.next(1).messages()).isEmpty();

      assertThatExceptionOfType(AssertionError.class)
          .isThrownBy(() -> EveryMessageCheck.receiveAll(talk)).withMessageContaining("is online");
    }
  }
}
