package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.ConnectionCounts;
import io.ramtalk.engine.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connections that accounts count when commands are rejected or responses are lost. */
final class LocalConnectionsTest {
  private static final UUID MEMBER = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private static final Duration RENEWAL = Duration.ofMillis(LocalConnections.RENEWAL_MILLIS);
  private static final Duration LEASE = Duration.ofMillis(LocalConnections.LEASE_MILLIS);

  private final VirtualClock clock = VirtualClock.startingAt(Instant.EPOCH);
  private final InterposedEngine engine = new InterposedEngine(Engine.onHeap());
  private final RamTalk talk = RamTalk.builder().engine(engine).clock(clock).build();
  private final UserId ana = talk.signUp("01711111111").user().id();

  @BeforeEach
  void joinCluster() {
    engine.join(MEMBER);
  }

  @AfterEach
  void closeMessenger() {
    talk.close();
  }

  private Connection connectAndPush() {
    talk.send(ana, ana, "1");
    var connection = talk.delivery().connect(ana, null);
    assertThat(connection.next(9).messages()).hasSize(1);
    assertThat(talk.receive(ana)).isEmpty();
    return connection;
  }

  private boolean isOnline() {
    return talk.presence(ana).online();
  }

  private void assertNothingHidden() {
    assertThat(isOnline()).isFalse();
    assertThat(talk.receive(ana)).extracting(Message::text).containsExactly("1");
  }

  @Test
  void close_rejected_statedAgain() {
    var connection = connectAndPush();
    engine.rejectNext();

    connection.close();
    assertThat(isOnline()).isTrue();
    engine.reconcile(false);

    assertNothingHidden();
  }

  @Test
  void close_rejectedTwice_statedUntilAccepted() {
    var connection = connectAndPush();
    engine.rejectNext();
    engine.rejectNext();

    connection.close();
    engine.reconcile(false);
    assertThat(isOnline()).isTrue();
    engine.reconcile(false);

    assertNothingHidden();
  }

  @Test
  void close_responseLost_statedAgain() {
    var connection = connectAndPush();
    engine.loseNextResponse();

    connection.close();
    engine.reconcile(false);

    assertNothingHidden();
  }

  @Test
  void connect_responseLost_notCountedInTheEnd() {
    talk.send(ana, ana, "1");
    engine.loseNextResponse();

    assertThatExceptionOfType(EngineUnavailable.class)
        .isThrownBy(() -> talk.delivery().connect(ana, null));
    assertThat(isOnline()).isTrue();
    engine.reconcile(false);

    assertNothingHidden();
  }

  @Test
  void connect_nextCommandRejected_notCounted() {
    engine.beforeNextExecute(() -> { });
    engine.rejectNext();

    assertThatExceptionOfType(EngineUnavailable.class)
        .isThrownBy(() -> talk.delivery().connect(ana, null));

    assertThat(isOnline()).isFalse();
  }

  @Test
  void waiting_endRejected_statedAgain() {
    var waiting = talk.delivery().waiting(ana);
    engine.rejectNext();

    waiting.close();
    assertThat(isOnline()).isTrue();
    engine.reconcile(false);

    assertThat(isOnline()).isFalse();
  }

  @Test
  void rejoin_connectionsOldAndNew_countedOnce() {
    var before = connectAndPush();
    engine.execute(ana, new Command.RetainMembers(List.of(OTHER), clock.millis()));
    engine.join(new UUID(0, 3));

    var after = talk.delivery().connect(ana, null);
    engine.reconcile(true);
    assertThat(after.next(9).messages()).hasSize(1);
    before.close();
    assertThat(isOnline()).isTrue();
    after.close();

    assertNothingHidden();
  }

  @Test
  void forgottenByOthers_statedAgainAndRung() {
    var rings = new int[1];
    var connection = talk.delivery().connect(ana, () -> rings[0]++);
    engine.execute(ana, new Command.RetainMembers(List.of(OTHER), clock.millis()));
    talk.send(ana, ana, "1");
    assertThat(isOnline()).isFalse();
    assertThat(connection.next(1).messages()).isEmpty();
    rings[0] = 0;

    engine.reconcile(true);

    assertThat(isOnline()).isTrue();
    assertThat(rings[0]).isOne();
    assertThat(connection.next(1).messages()).hasSize(1);
    connection.close();
    assertThat(isOnline()).isFalse();
  }

  @Test
  void statement_lateOrRepeated_changesNothing() {
    var late = state(MEMBER, 1, 1);
    var connection = connectAndPush();
    engine.execute(ana, late);
    connection.close();

    assertThat(engine.execute(ana, late).accepted()).isFalse();

    assertNothingHidden();
  }

  @Test
  void statement_behindThatOfAnotherMember_madeAgain() {
    engine.execute(ana, state(OTHER, 1_000, 1));
    engine.execute(ana, state(OTHER, 1_001, 0));

    try (var connection = talk.delivery().connect(ana, null)) {
      assertThat(connection.next(1).messages()).isEmpty();
      assertThat(isOnline()).isTrue();
    }

    assertThat(isOnline()).isFalse();
  }

  @Test
  void otherMember_keepsTheLiveLease_untilItIsGone() {
    var connection = connectAndPush();
    engine.execute(ana, state(OTHER, 7, 1));

    connection.close();
    assertThat(talk.receive(ana)).isEmpty();
    engine.execute(ana, new Command.RetainMembers(List.of(MEMBER), clock.millis()));

    assertNothingHidden();
  }

  private Command.StateConnections state(UUID member, int sequence, int connections) {
    return new Command.StateConnections(new ConnectionCounts(member, sequence, connections, 0),
        clock.millis() + LEASE.toMillis(), clock.millis());
  }

  @Test
  void liveLease_renewed_lasts() {
    try (var connection = connectAndPush()) {
      for (int i = 0; i < 10; i++) {
        clock.advance(RENEWAL);
        engine.reconcile(false);
        assertThat(talk.receive(ana)).isEmpty();
      }
      assertThat(connection.next(9).messages()).isEmpty();
    }

    assertNothingHidden();
  }

  @Test
  void liveLease_notRenewed_runsOutAndRings() {
    var rings = new int[1];
    talk.delivery().watch(ana, () -> rings[0]++);
    var connection = connectAndPush();
    rings[0] = 0;

    clock.advance(LEASE.minusMillis(1));
    assertThat(talk.receive(ana)).isEmpty();
    clock.advance(Duration.ofMillis(1));

    assertThat(rings[0]).isOne();
    assertThat(talk.receive(ana)).hasSize(1);
    connection.close();
  }

  @Test
  void liveLease_runOut_maybeAcknowledgedAllTheSame() {
    var connection = connectAndPush();
    clock.advance(LEASE);
    var id = talk.peek(ana, 1).get(0).id();

    assertThat(connection.acknowledge(List.of(id))).isEqualTo(new Acknowledged(1, 0, 0));

    connection.close();
    assertThat(talk.receive(ana)).isEmpty();
  }

  @Test
  void reconcile_connectionWithoutMail_makesNoCall() {
    var idle = talk.delivery().connect(ana, null);
    var acknowledged = connectAndPush();
    acknowledged.acknowledge(talk.export(ana).mailbox().stream().map(Message::id).toList());
    clock.advance(RENEWAL);
    engine.reconcile(false);
    int executed = engine.executed();

    clock.advance(RENEWAL);
    engine.reconcile(false);

    assertThat(engine.executed()).isEqualTo(executed);
    idle.close();
    acknowledged.close();
  }

  @Test
  void handOver_responseLost_givenBack() {
    talk.send(ana, ana, "1");
    engine.loseNextResponse();

    assertThatExceptionOfType(EngineUnavailable.class).isThrownBy(() -> talk.receive(ana));

    assertNothingHidden();
  }
}
