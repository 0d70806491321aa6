package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Draft;
import io.ramtalk.engine.Engine;
import io.ramtalk.Eventually;
import io.ramtalk.Message;
import io.ramtalk.RamTalk;
import io.ramtalk.Receipt;
import io.ramtalk.User;
import io.ramtalk.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messengers on three members that share their accounts. */
final class AcrossMembersTest {
  private static final AtomicInteger SPACES = new AtomicInteger();

  private final List<RamTalk> talks = new ArrayList<>();
  private final List<HazelcastEngine> engines = new ArrayList<>();

  @BeforeEach
  void openMessengers() {
    var space = "across" + SPACES.incrementAndGet();
    for (var member : TestCluster.of(3).members()) {
      var engine = new HazelcastEngine(member, space, HazelcastEngine::sweep, false);
      engines.add(engine);
      talks.add(RamTalk.builder().engine(engine).build());
    }
  }

  @AfterEach
  void closeMessengers() throws Exception {
    try {
      HiddenMail.checkNone(talks.get(0));
    } finally {
      talks.forEach(RamTalk::close);
    }
  }

  @Test
  void fetchedMessages_rememberedWithinTheBudget() {
    var talk = talks.get(0);
    var ana = talk.signUp("01711111111").user().id();
    var bo = talk.signUp("01722222222").user().id();
    for (int i = 0; i < talk.limits().receipts(); i++) { // fills the outbox of the sender
      talk.send(ana, bo, "m");
      talk.receive(bo);
    }
    long before = talk.operations().usage().bytes().receipts();

    for (int i = 0; i < 2 * talk.limits().receipts(); i++) {
      talks.get(i % 3).send(ana, bo, "m");
      talks.get(i % 3).receive(bo);
    }

    assertThat(talk.operations().usage().bytes().receipts() - before)
        .isGreaterThanOrEqualTo(2L * Long.BYTES * talk.limits().receipts());
    Eventually.that("the members count the same bytes",
        () -> engines.stream().mapToLong(HazelcastEngine::ownedBytes).sum()
            == talk.operations().usage().bytes().total());
  }

  @Test
  void accounts_sameOnEveryMember() {
    var ana = talks.get(0).signUp("01711111111").user().id();
    var again = talks.get(1).signUp("01711-111111");

    assertThat(again.created()).isFalse();
    for (var talk : talks) {
      assertThat(talk.find("01711111111").map(User::id)).contains(ana);
      assertThat(talk.users()).extracting(User::id).containsExactly(ana);
      assertThat(talk.operations().epoch()).isEqualTo(talks.get(0).operations().epoch())
          .hasSize(16);
    }
  }

  @Test
  void bytes_ofAllMembers_areThoseOfAllAccounts() {
    for (int i = 0; i < 50; i++) {
      var user = talks.get(i % 3).signUp("0180000" + (1000 + i)).user().id();
      talks.get((i + 1) % 3).send(user, user, "x".repeat(100));
    }

    assertThat(engines.stream().mapToLong(HazelcastEngine::ownedBytes).sum())
        .isEqualTo(talks.get(0).operations().usage().bytes().total());
    assertThat(talks).allSatisfy(talk -> assertThat(talk.operations().budget().used())
        .isPositive());
  }

  @Test
  void awaitMail_sentOnAnotherMember_told() throws Exception {
    var ana = talks.get(0).signUp("01711111111").user().id();
    for (int round = 0; round < 20; round++) {
      var told = new CompletableFuture<Boolean>();
      talks.get(2).delivery().awaitMail(ana, RamTalk.MAX_WAIT, told::complete);

      talks.get(round % 2).send(ana, ana, "m" + round);

      assertThat(Eventually.get(told)).isTrue();
      assertThat(talks.get(2).receive(ana)).extracting(Message::text)
          .containsExactly("m" + round);
    }
  }

  @Test
  void hints_sentOnlyToMembersWithListeners() {
    var ana = talks.get(0).signUp("01711111111").user().id();
    assertThat(engines).noneMatch(HazelcastEngine::hearsRings);

    var watch = talks.get(2).delivery().watch(ana, () -> { });

    assertThat(engines.get(2).hearsRings()).isTrue();
    assertThat(engines.subList(0, 2)).noneMatch(HazelcastEngine::hearsRings);
    watch.close();
  }

  @Test
  void watch_hintLost_rungWithinTheNextLooks() throws Exception {
    var ana = talks.get(0).signUp("01711111111").user().id();
    var rung = new CompletableFuture<Boolean>();
    talks.get(2).delivery().watch(ana, () -> rung.complete(true));
    assertThat(talks.get(2).peek(ana, 1)).isEmpty();
    TestCluster.of(3).members().get(2).getTopic(ClusterConfig.HINTS + "across" + SPACES.get())
        .destroy();

    talks.get(0).send(ana, ana, "m");

    assertThat(Eventually.get(rung)).isTrue();
  }

  @Test
  void presence_ofConnectionsOnTwoMembers_untilTheLastCloses() {
    var ana = talks.get(0).signUp("01711111111").user().id();
    var here = talks.get(1).delivery().connect(ana, null);
    var there = talks.get(2).delivery().connect(ana, null);

    here.close();
    assertThat(talks.get(0).presence(ana).online()).isTrue();
    there.close();
    assertThat(talks.get(0).presence(ana).online()).isFalse();
  }

  @Test
  void ids_drawnOnAllMembers_noneTwice() {
    var users = new ArrayList<UserId>();
    for (int i = 0; i < 3; i++) {
      users.add(talks.get(i).signUp("0170000000" + i).user().id());
    }
    var ids = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      int which = i % 3;
      ids.add(talks.get(which).send(users.get(which), users.get(which), "x"));
      talks.get(which).receive(users.get(which));
    }

    assertThat(ids).hasSize(300);
  }

  @Test
  void send_takenOverFromAnotherMember_storedOnce() throws Exception {
    var ana = talks.get(0).signUp("01711111111").user().id();
    var draft = Draft.of(ana, ana).text("once").id("mine");
    var first = talks.get(0).send(draft);

    assertThat(talks.get(1).send(draft)).isEqualTo(first);
    assertThat(talks.get(2).receive(ana)).hasSize(1);
    assertThat(talks.get(2).send(draft)).isEqualTo(first);
    assertThat(talks.get(0).receive(ana)).isEmpty();
  }

  @Test
  void receive_senderAndReaderOnOtherMembers_receiptsRightInTheEnd() throws Exception {
    var ana = talks.get(0).signUp("01711111111").user().id();
    var bo = talks.get(1).signUp("01722222222").user().id();
    for (int round = 0; round < 50; round++) {
      var id = talks.get(0).send(ana, bo, "m" + round);

      assertThat(talks.get(1).receive(bo)).extracting(Message::id).containsExactly(id);
      assertThat(talks.get(2).read(bo, ana, List.of(id))).isOne();

      assertThat(talks.get(2).receipt(ana, id).orElseThrow().state())
          .isEqualTo(Receipt.State.READ);
      Eventually.that("the mailbox is empty",
          () -> talks.get(2).operations().usage().withMail() == 0);
      assertThat(talks.get(0).receipt(ana, id).orElseThrow().state())
          .isEqualTo(Receipt.State.READ);
    }
  }

  @Test
  void receive_bytesAndReceiptOnOtherMembers_rightInTheEnd() throws Exception {
    var ana = talks.get(0).signUp("01711111111").user().id();
    var id = talks.get(0).send(ana, ana, "x".repeat(1_000));
    long full = bytes();

    talks.get(1).receive(ana);

    Eventually.that("the message is deleted", () -> bytes() < full - 1_000);
    Eventually.that("the receipt says so", () -> talks.get(2).receipt(ana, id).orElseThrow().state()
        == Receipt.State.DELIVERED);
  }

  private long bytes() {
    return engines.stream().mapToLong(HazelcastEngine::ownedBytes).sum();
  }

  @Test
  void health_allThere_readyAndSafe() throws Exception {
    talks.get(0).signUp("01711111111");

    assertThat(engines.get(0).health()).isEqualTo(Engine.Health.READY);
    for (var engine : engines) {
      /* Each member reports only on its own accounts. */
      Eventually.that("the member is safe", () -> engine.cluster().isSafe());
      assertThat(engine.cluster()).isEqualTo(new ClusterHealth(3, 3, true, true));
    }
  }

  @Test
  void logins_sharedByAllMembers() {
    var here = engines.get(0).logins();
    var there = engines.get(1).logins();
    var removed = new CompletableFuture<String>();
    engines.get(2).logins().onRemoved(removed::complete);
    byte[] one = {1};
    byte[] two = {2};

    assertThat(here.swap("k", null, one, Duration.ofMinutes(1))).isTrue();
    assertThat(there.find("k")).isEqualTo(one);
    assertThat(there.swap("k", two, one, Duration.ofMinutes(1))).isFalse();
    assertThat(there.swap("k", one, two, Duration.ofMinutes(1))).isTrue();
    assertThat(here.find("k")).isEqualTo(two);
    assertThat(here.count()).isOne();
    assertThat(here.swap("k", two, null, Duration.ZERO)).isTrue();
    assertThat(there.find("k")).isNull();
    assertThat(Eventually.get(removed)).isEqualTo("k");
  }
}
