package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ramtalk.engine.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of live connections and presence. */
abstract class LiveContract {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final VirtualClock clock = VirtualClock.startingAt(START);
  private final AtomicInteger rings = new AtomicInteger();
  private RamTalk talk;
  private UserId ana;
  private UserId bo;

  abstract Engine newEngine();

  @BeforeEach
  void openMessenger() {
    talk = RamTalk.builder().engine(newEngine()).clock(clock).build();
    ana = talk.signUp("01711111111").user().id();
    bo = talk.signUp("01722222222").user().id();
  }

  @AfterEach
  void closeMessenger() {
    try (var closing = talk) {
      clock.advance(RamTalk.MAX_LEASE);
      EveryMessageCheck.receiveAll(closing);
    }
  }

  @Test
  void next_oldestFirst_eachOnce() {
    talk.send(ana, bo, "1");
    talk.send(ana, bo, "2");
    try (var connection = connect()) {
      assertThat(texts(connection.next(1).messages())).containsExactly("1");
      assertThat(texts(connection.next(9).messages())).containsExactly("2");
      assertThat(connection.next(9).messages()).isEmpty();
    }
  }

  @Test
  void next_hidesFromReceivers_untilTheLastConnectionCloses() {
    talk.send(ana, bo, "1");
    var first = connect();
    var second = connect();
    first.next(1);
    first.close();
    first.close();
    assertThat(talk.receive(bo)).isEmpty();

    second.close();

    assertThat(talk.receive(bo)).extracting(Message::deliveryCount).containsExactly(2);
  }

  @Test
  void next_ofSeveralConnections_allSeeIt_firstAcknowledgementDeletes() {
    var id = talk.send(ana, bo, "1");
    try (var first = connect(); var second = connect()) {
      assertThat(texts(first.next(1).messages())).containsExactly("1");
      assertThat(texts(second.next(1).messages())).containsExactly("1");

      assertThat(second.acknowledge(List.of(id))).isEqualTo(new Acknowledged(1, 0, 0));
      assertThat(first.acknowledge(List.of(id))).isEqualTo(new Acknowledged(0, 1, 0));
    }
  }

  @Test
  void next_backFromAnothersLease_seenByAllThatPassedIt() {
    talk.send(ana, bo, "1");
    talk.lease(bo, 1, Duration.ofSeconds(1), "other");
    talk.send(ana, bo, "2");
    try (var first = connect(); var second = connect()) {
      assertThat(texts(first.next(9).messages())).containsExactly("2");
      assertThat(texts(second.next(9).messages())).containsExactly("2");

      clock.advance(Duration.ofSeconds(1));

      assertThat(texts(first.next(9).messages())).containsExactly("1");
      assertThat(texts(second.next(9).messages())).containsExactly("1");
      assertThat(first.next(9).messages()).isEmpty();
    }
  }

  @Test
  void release_forOthers_notForConnectionsThatPassedIt() {
    var id = talk.send(ana, bo, "1");
    try (var connection = connect()) {
      connection.next(1);

      assertThat(connection.release(List.of(id))).isOne();

      assertThat(connection.next(1).messages()).isEmpty();
      assertThat(talk.receive(bo)).hasSize(1);
    }
  }

  @Test
  void close_whileAReceiverWaits_givesBackAtOnceAndStaysOnline() {
    talk.send(ana, bo, "1");
    var waiting = talk.delivery().waiting(bo);
    try (var connection = connect()) {
      connection.next(1);
    }

    assertThat(talk.presence(bo).online()).isTrue();
    assertThat(talk.receive(bo)).hasSize(1);
    waiting.close();
    waiting.close();
    assertThat(talk.presence(bo).online()).isFalse();
  }

  @Test
  void resumeAfter_goesOnBehind() {
    talk.send(ana, bo, "1");
    talk.send(ana, bo, "2");
    try (var connection = connect()) {
      connection.resumeAfter(1);

      assertThat(texts(connection.next(9).messages())).containsExactly("2");
    }
  }

  @Test
  void receipts_sinceItConnected_inTheirOrder() {
    talk.send(bo, ana, "before");
    talk.receive(ana);
    try (var connection = connect()) {
      assertThat(connection.next(1).receipts()).isEmpty();
      var id = talk.send(bo, ana, "1");
      talk.receive(ana);
      talk.read(ana, bo, List.of(id));

      assertThat(connection.next(1).receipts()).extracting(Receipt::state)
          .containsExactly(Receipt.State.READ);
      assertThat(connection.next(1).receipts()).isEmpty();
      assertThat(rings.get()).isPositive();
    }
  }

  @Test
  void presence_followsConnections_withTheTimeOfTheLast() {
    assertThat(talk.presence(bo)).isEqualTo(new Presence(false, null));
    var watch = talk.delivery().watchPresence(bo, rings::incrementAndGet);
    var first = connect();
    var second = connect();
    assertThat(rings.getAndSet(0)).isOne();
    first.close();
    assertThat(talk.presence(bo).online()).isTrue();
    clock.advance(Duration.ofSeconds(7));

    second.close();

    assertThat(rings.get()).isOne();
    assertThat(talk.presence(bo)).isEqualTo(new Presence(false, START.plusSeconds(7)));
    watch.close();
    connect().close();
    assertThat(rings.get()).isOne();
  }

  @Test
  void list_saysWhoIsThere() {
    clock.advance(Duration.ofSeconds(7));
    try (var connection = connect()) {
      assertThat(connection.next(1).messages()).isEmpty();

      assertThat(talk.list(null)).extracting(UserPresence::user).containsExactlyElementsOf(
          talk.users().toList());
      assertThat(talk.list(null)).extracting(UserPresence::presence).containsExactly(
          new Presence(false, null), new Presence(true, START.plusSeconds(7)));
      assertThat(talk.list(ana)).extracting(UserPresence::presence)
          .containsExactly(talk.presence(bo));
    }
  }

  @Test
  void leaving_toldToConnectionAndWatch() {
    var watch = talk.delivery().watchPresence(bo, rings::incrementAndGet);
    try (var connection = connect()) {
      rings.set(0);

      talk.delete(bo);

      assertThat(rings.get()).isGreaterThanOrEqualTo(2);
      assertThatExceptionOfType(UserNotFound.class).isThrownBy(() -> connection.next(1));
    }
    watch.close();
    assertThatExceptionOfType(UserNotFound.class).isThrownBy(() -> talk.presence(bo));
  }

  private Connection connect() {
    return talk.delivery().connect(bo, rings::incrementAndGet);
  }

  private static List<String> texts(List<SequencedMessage> pushed) {
    return pushed.stream().map(each -> each.message().text()).toList();
  }
}
