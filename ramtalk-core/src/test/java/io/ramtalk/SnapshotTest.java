package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.ramtalk.engine.Engine;
import io.ramtalk.engine.EngineInsight;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Snapshots of messengers, and messengers that are read from snapshots. */
final class SnapshotTest {
  private static final int MAX_RECORD_BYTES = 66_000;

  private final VirtualClock clock = VirtualClock.startingAt(SampleMessenger.NOW);
  private final List<RamTalk> opened = new ArrayList<>();

  @AfterEach
  void closeMessengers() {
    clock.advance(RamTalk.MAX_LEASE);
    opened.forEach(EveryMessageCheck::receiveAll);
    opened.forEach(RamTalk::close);
  }

  private RamTalk sample() {
    return opened(SampleMessenger.open(clock));
  }

  private RamTalk opened(RamTalk talk) {
    opened.add(talk);
    return talk;
  }

  private static byte[] written(RamTalk talk) throws IOException {
    var bytes = new ByteArrayOutputStream();
    talk.writeTo(bytes);
    return bytes.toByteArray();
  }

  private RamTalk read(byte[] snapshot) throws IOException {
    return opened(SampleMessenger.settings(clock).readFrom(new ByteArrayInputStream(snapshot)));
  }

  private static UserId find(RamTalk talk, String mobile) {
    return talk.find(mobile).orElseThrow().id();
  }

  @Test
  void readFrom_sample_sameUsersMessagesAndReceipts() throws IOException {
    var talk = sample();
    var snapshot = written(talk);

    var copy = read(snapshot);

    assertThat(SampleMessenger.describe(copy)).isEqualTo(SampleMessenger.describe(talk));
    assertThat(copy.users().toList()).usingRecursiveComparison().isEqualTo(talk.users().toList());
    assertThat(copy.operations().epoch()).isEqualTo(talk.operations().epoch());
    assertThat(copy.operations().budget().used()).isEqualTo(talk.operations().budget().used());
    assertThat(SampleMessenger.describe(read(written(copy))))
        .isEqualTo(SampleMessenger.describe(talk));
  }

  @Test
  void readFrom_empty_empty() throws IOException {
    var talk = opened(RamTalk.create());

    var copy = read(written(talk));

    assertThat(copy.users()).isEmpty();
    assertThat(copy.operations().epoch()).isEqualTo(talk.operations().epoch());
  }

  @Test
  void readFrom_accountOfManyRecords_same() throws IOException {
    var talk = opened(SampleMessenger.settings(clock).imageBytes(900_000).build());
    var ana = talk.signUp(Profile.of("01711111111").image(Pictures.gif(900_000))).user().id();
    talk.send(Draft.of(ana, ana).text("Big").image(Pictures.gif(300_001)));

    var snapshot = new ByteArrayOutputStream();
    talk.writeTo(new Pieces(snapshot));
    var copy = opened(SampleMessenger.settings(clock).readFrom(
        new PiecesOf(new ByteArrayInputStream(snapshot.toByteArray()))));

    assertThat(copy.user(ana).image().bytes()).isEqualTo(Pictures.gif(900_000));
    assertThat(copy.receive(ana).get(0).picture().orElseThrow().bytes())
        .isEqualTo(Pictures.gif(300_001));
  }

  /** A destination that shows how many bytes its writer has to hold at once. */
  private static final class Pieces extends FilterOutputStream {
    Pieces(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] piece, int from, int length) throws IOException {
      assertThat(length).isLessThanOrEqualTo(MAX_RECORD_BYTES);
      out.write(piece, from, length);
    }
  }

  /** A source that shows how many bytes its reader has to hold at once. */
  private static final class PiecesOf extends FilterInputStream {
    PiecesOf(InputStream in) {
      super(in);
    }

    @Override
    public int readNBytes(byte[] into, int from, int length) throws IOException {
      assertThat(length).isLessThanOrEqualTo(MAX_RECORD_BYTES);
      return in.readNBytes(into, from, length);
    }
  }

  @Test
  void readFrom_bytesThatFollow_leftInTheStream() throws IOException {
    var stream = new SequenceInputStream(
        new ByteArrayInputStream(written(sample())), new ByteArrayInputStream(new byte[] {7, 8}));

    opened(SampleMessenger.settings(clock).readFrom(stream));

    assertThat(stream.readAllBytes()).containsExactly(7, 8);
  }

  @Test
  void readFrom_lease_acknowledgedByItsIdOrEndedInTime() throws IOException {
    var copy = read(written(sample()));
    var bo = find(copy, "01722222222");

    assertThat(texts(copy.receive(bo))).containsExactly("Soon gone", "Picture");
    assertThat(texts(copy.lease(bo, 9, Duration.ofMinutes(1), "lease-1").messages()))
        .containsExactly("Hello Bö");
    assertThat(copy.acknowledge(bo, "lease-1")).isEqualTo(new Acknowledged(1, 0, 0));

    copy = read(written(sample()));
    bo = find(copy, "01722222222");
    copy.receive(bo);
    clock.advance(Duration.ofMinutes(59));
    assertThat(copy.receive(bo)).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(texts(copy.receive(bo))).containsExactly("Hello Bö");
  }

  @Test
  void readFrom_expiredMeanwhile_senderIsTold() throws IOException {
    var talk = opened(SampleMessenger.settings(clock).build());
    var ana = talk.signUp("01711111111").user().id();
    var bo = talk.signUp("01722222222").user().id();
    var toBo = talk.send(Draft.of(ana, bo).text("Short").expiresIn(Duration.ofMinutes(1)));
    var toAna = talk.send(Draft.of(bo, ana).text("Short").expiresIn(Duration.ofMinutes(1)));
    var snapshot = written(talk);
    clock.advance(Duration.ofMinutes(2));

    var copy = read(snapshot);

    assertThat(copy.receipt(ana, toBo).orElseThrow().state()).isEqualTo(Receipt.State.EXPIRED);
    assertThat(copy.receipt(bo, toAna).orElseThrow().state()).isEqualTo(Receipt.State.EXPIRED);
    assertThat(copy.operations().usage().waiting()).isZero();
  }

  @Test
  void readFrom_openConnection_endedAndItsMessagesWait() throws IOException {
    var talk = opened(SampleMessenger.settings(clock).build());
    var ana = talk.signUp("01711111111").user().id();
    byte[] snapshot;
    try (var connection = talk.delivery().connect(ana, null)) {
      talk.send(ana, ana, "Pushed");
      assertThat(connection.next(9).messages()).hasSize(1);
      snapshot = written(talk);
    }
    clock.advance(Duration.ofMinutes(3));

    var copy = read(snapshot);

    assertThat(copy.presence(ana)).isEqualTo(new Presence(false, SampleMessenger.NOW));
    try (var connection = copy.delivery().connect(ana, null)) {
      assertThat(copy.presence(ana).online()).isTrue();
      var again = connection.next(9).messages();
      assertThat(again).extracting(one -> one.message().text()).containsExactly("Pushed");
      assertThat(again.get(0).message().deliveryCount()).isEqualTo(2);
    }
    assertThat(texts(copy.receive(ana))).containsExactly("Pushed");
  }

  @Test
  void readFrom_transferUnderWay_itsMessageWaits() throws IOException {
    var talk = opened(SampleMessenger.settings(clock).build());
    var ana = talk.signUp("01711111111").user().id();
    talk.send(Draft.of(ana, ana).text("Under way").expiresIn(Duration.ofMinutes(9)));
    var transfer = talk.delivery().transfer(ana, 1);

    var copy = read(written(talk));
    transfer.commit();

    assertThat(talk.receive(ana)).isEmpty();
    assertThat(texts(copy.receive(ana))).containsExactly("Under way");
  }

  @Test
  void readFrom_transferBeyondTheExpiry_messageHasExpired() throws IOException {
    var talk = opened(SampleMessenger.settings(clock).build());
    var ana = talk.signUp("01711111111").user().id();
    talk.send(Draft.of(ana, ana).text("Late").expiresIn(Duration.ofSeconds(30)));
    clock.advance(Duration.ofSeconds(29));
    var transfer = talk.delivery().transfer(ana, 1);
    clock.advance(Duration.ofSeconds(2));

    var copy = read(written(talk));
    transfer.commit();

    assertThat(copy.receive(ana)).isEmpty();
    assertThat(copy.sent(ana).get(0).state()).isEqualTo(Receipt.State.EXPIRED);
  }

  @Test
  void readFrom_positionOfAClientAfterTheSnapshot_laterMessagesAreStillPushed()
      throws IOException {
    var talk = opened(SampleMessenger.settings(clock).build());
    var ana = talk.signUp("01711111111").user().id();
    talk.send(ana, ana, "Before");
    var snapshot = written(talk);
    long position;
    try (var connection = talk.delivery().connect(ana, null)) {
      talk.send(ana, ana, "Lost with the old process");
      var pushed = connection.next(9).messages();
      position = pushed.get(pushed.size() - 1).sequence();
    }

    var copy = read(snapshot);

    try (var connection = copy.delivery().connect(ana, null)) {
      connection.resumeAfter(position);
      copy.send(ana, ana, "After");
      assertThat(connection.next(9).messages())
          .extracting(one -> one.message().text()).containsExactly("After");
    }
  }

  @Test
  void readFrom_sendUnderWay_canBeRepeated() throws IOException {
    var engine = new InterposedEngine(Engine.onHeap());
    var talk = opened(SampleMessenger.settings(clock).engine(engine).build());
    var ana = talk.signUp("01711111111").user().id();
    var draft = Draft.of(ana, ana).text("Once").id("key");
    var snapshot = new ByteArrayOutputStream();
    engine.beforeNextExecute(() -> { });
    engine.beforeNextExecute(() -> {
      try {
        talk.writeTo(snapshot);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
    talk.send(draft);

    var copy = read(snapshot.toByteArray());

    copy.send(draft);
    assertThat(texts(copy.receive(ana))).containsExactly("Once");
  }

  @Test
  void readFrom_smallerNumberOfKeys_heldFromTheNextSendOn() throws IOException {
    var talk = opened(RamTalk.builder().clock(clock).build());
    var ana = talk.signUp("01711111111").user().id();
    for (int i = 0; i < 9; i++) {
      talk.send(Draft.of(ana, ana).text("m").id("key-" + i));
      talk.receive(ana);
    }

    var copy = opened(RamTalk.builder().clock(clock).idempotencyKeys(2).receipts(2)
        .readFrom(new ByteArrayInputStream(written(talk))));
    copy.send(Draft.of(ana, ana).text("m").id("key-9"));

    assertThat(copy.sent(ana)).hasSize(2);
    assertThat(copy.send(Draft.of(ana, ana).text("again").id("key-8")))
        .isEqualTo(talk.sent(ana).get(8).id());
    copy.receive(ana);
    copy.send(Draft.of(ana, ana).text("new").id("key-7"));
    assertThat(texts(copy.receive(ana))).containsExactly("new");
  }

  @Test
  void readFrom_leasesBeyondTheBudget_kept() throws IOException {
    var talk = opened(settings(20_000).mailboxCapacity(1_000).build());
    var ana = talk.signUp("01711111111").user().id();
    try {
      while (true) {
        talk.send(ana, ana, "Full");
      }
    } catch (RamExhausted full) {
      talk.lease(ana, 1, Duration.ofHours(1), "l".repeat(64));
    }
    assertThat(talk.operations().budget().used()).isGreaterThan(20_000);

    var copy = opened(settings(20_000).readFrom(new ByteArrayInputStream(written(talk))));

    assertThat(copy.operations().usage()).isEqualTo(talk.operations().usage());
  }

  @Test
  void writeTo_userLeavesAndSignsUpAgainMeanwhile_laterUserIsRead() throws IOException {
    var talk = opened(SampleMessenger.settings(clock).imageBytes(200_000).build());
    var first = talk.signUp(Profile.of("01711111111").image(Pictures.gif(200_000))).user().id();
    talk.signUp("01722222222");
    var again = new UserId[1];
    var snapshot = new ByteArrayOutputStream() {
      @Override
      public synchronized void write(byte[] bytes, int from, int length) {
        super.write(bytes, from, length);
        if (size() > 100_000 && again[0] == null) {
          talk.delete(first);
          again[0] = talk.signUp("01711111111").user().id();
        }
      }
    };

    talk.writeTo(snapshot);

    var copy = read(snapshot.toByteArray());
    assertThat(copy.users().map(User::mobile).map(Mobile::canonical))
        .containsExactly("01722222222", "01711111111");
    assertThat(find(copy, "01711111111")).isEqualTo(again[0]);
  }

  @Test
  void readFrom_idempotencyKey_stillKnown() throws IOException {
    var talk = sample();
    var ana = find(talk, "+880 1711111111");
    var cy = find(talk, "01733333333");
    var sent = talk.sent(ana).stream().filter(receipt -> receipt.to().equals(cy)).toList();

    var copy = read(written(talk));

    assertThat(copy.send(Draft.of(ana, cy).text("Again").id("key-2")))
        .isEqualTo(sent.get(2).id());
    assertThat(texts(copy.peek(cy, 9))).containsExactly("Burns");
  }

  @Test
  void readFrom_clockSetBack_timelineAndMessageIdsContinue() throws IOException {
    var talk = sample();
    var cy = find(talk, "01733333333");
    var earlier = talk.send(cy, cy, "Earlier");
    var snapshot = written(talk);
    clock.set(Instant.parse("2020-02-02T02:02:02Z"));

    var copy = read(snapshot);

    assertThat(copy.now()).isEqualTo(SampleMessenger.NOW);
    assertThat(copy.send(cy, cy, "Later")).isGreaterThan(earlier);
    var mail = copy.peek(cy, 9);
    assertThat(texts(mail)).containsExactly("Burns", "Earlier", "Later");
    assertThat(mail.get(2).sentAt()).isEqualTo(Instant.parse("2020-02-02T02:02:02Z"));
    clock.advance(Duration.ofMinutes(20));
    assertThat(texts(copy.peek(cy, 9))).containsExactly("Earlier", "Later");
  }

  @Test
  void readFrom_timelineAheadOfItsClock_sameTimesShown() throws IOException {
    var talk = sample();
    clock.set(SampleMessenger.NOW.minusSeconds(3_600));
    var ana = find(talk, "+8801711111111");
    talk.send(ana, ana, "After the change");

    var copy = read(written(talk));

    assertThat(copy.now()).isEqualTo(talk.now()).isEqualTo(SampleMessenger.NOW);
    assertThat(SampleMessenger.describe(copy)).isEqualTo(SampleMessenger.describe(talk));
  }

  @Test
  void readFrom_smallerLimits_storedMessagesStayAndNewOnesAreRejected() throws IOException {
    var snapshot = written(sample());

    var copy = opened(RamTalk.builder().clock(clock).mailboxCapacity(1).receipts(1)
        .textBytes(4).readFrom(new ByteArrayInputStream(snapshot)));

    var bo = find(copy, "01722222222");
    Refusal.of(MailboxFull.class, "mailbox_full", () -> copy.send(bo, bo, "More"));
    assertThat(texts(copy.receive(bo))).containsExactly("Soon gone", "Picture");
  }

  @Test
  void readFrom_moreThanTheLimitsAllow_refusedAndNothingKept() throws IOException {
    var snapshot = written(sample());

    for (var settings : List.of(
        RamTalk.builder().users(2), RamTalk.builder().budgetBytes(1_000))) {
      var engine = Engine.onHeap();
      settings.clock(clock).engine(engine);
      assertThatExceptionOfType(RamTalkException.class)
          .isThrownBy(() -> settings.readFrom(new ByteArrayInputStream(snapshot)))
          .isInstanceOfAny(TooManyUsers.class, RamExhausted.class);
      assertThat(engine.health()).isEqualTo(Engine.Health.CLOSED);
      assertThat(EngineInsight.countedBytes(engine)).isZero();
    }
  }

  @Test
  void readFrom_accountMuchLargerThanTheBudget_refusedBeforeItIsRead() throws IOException {
    var talk = opened(RamTalk.builder().clock(clock).imageBytes(Limits.MAX_IMAGE_BYTES)
        .mailboxCapacity(9).build());
    var ana = talk.signUp("01711111111").user().id();
    for (int i = 0; i < 6; i++) {
      talk.send(Draft.of(ana, ana).image(Pictures.gif(1_000_000)));
    }
    var source = new ByteArrayInputStream(written(talk));

    Refusal.of(RamExhausted.class, "ram_exhausted", () -> settings(1 << 20).readFrom(source));

    assertThat(source.available()).isGreaterThan(4_000_000);
  }

  private RamTalkBuilder settings(long budgetBytes) {
    return RamTalk.builder().clock(clock).budgetBytes(budgetBytes);
  }

  @Test
  void readFrom_engineOfACluster_refused() throws IOException {
    var snapshot = written(sample());
    var engine = new InterposedEngine(Engine.onHeap());
    engine.join(UUID.randomUUID());

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> RamTalk.builder().engine(engine)
            .readFrom(new ByteArrayInputStream(snapshot)))
        .withMessage("A snapshot cannot be read into a cluster");
  }

  @Test
  void readFrom_anyByteChanged_refused() throws IOException {
    var snapshot = written(sample());

    for (int i = 0; i < snapshot.length; i++) {
      var damaged = snapshot.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      assertThatExceptionOfType(InvalidSnapshot.class).as("byte %s", i)
          .isThrownBy(() -> read(damaged));
    }
  }

  @Test
  void readFrom_anyEndCutOff_refusedAsIncomplete() throws IOException {
    var snapshot = written(sample());

    for (int length = 0; length < snapshot.length; length++) {
      var part = Arrays.copyOf(snapshot, length);
      var refusal = Refusal.of(
          InvalidSnapshot.class, "snapshot_truncated", () -> read(part));
      assertThat(refusal).hasMessage("Snapshot is incomplete: it ends after " + length + " bytes");
    }
  }

  @Test
  void readFrom_sourceFails_itsException() {
    var source = new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("No route");
      }
    };

    assertThatIOException().isThrownBy(() -> RamTalk.builder().readFrom(source))
        .withMessage("No route");
  }

  @Test
  void writeTo_destinationFails_itsExceptionAndMessengerGoesOn() throws IOException {
    var talk = opened(SampleMessenger.settings(clock).imageBytes(500_000).build());
    var ana = talk.signUp(Profile.of("01711111111").image(Pictures.gif(400_000))).user().id();
    var full = new OutputStream() {
      private int room = 100_000;

      @Override
      public void write(int value) throws IOException {
        if (room-- == 0) {
          throw new IOException("No space");
        }
      }
    };

    assertThatIOException().isThrownBy(() -> talk.writeTo(full)).withMessage("No space");

    talk.send(ana, ana, "Still here");
    assertThat(texts(talk.receive(ana))).containsExactly("Still here");
  }

  @Test
  void writeTo_closed_refused() {
    var talk = RamTalk.create();
    talk.close();

    Refusal.of(MessengerClosed.class, "closed", () -> talk.writeTo(new ByteArrayOutputStream()));
  }

  @Test
  void writeTo_selfTestMeanwhile_omitted() throws IOException {
    var engine = new InterposedEngine(Engine.onHeap());
    var talk = opened(RamTalk.builder().engine(engine).build());
    talk.signUp("01711111111");
    var snapshot = new ByteArrayOutputStream();
    engine.beforeNextExecute(() -> {
      try {
        talk.writeTo(snapshot);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });

    talk.operations().selfTest();

    assertThat(read(snapshot.toByteArray()).users()).hasSize(1);
  }

  @Test
  void writeTo_whileOthersSendAndReceive_completeEachTime() throws Exception {
    var talk = opened(RamTalk.builder().mailboxCapacity(50).build());
    var users = new ArrayList<UserId>();
    for (int i = 0; i < 40; i++) {
      users.add(talk.signUp("0171111" + (1_000 + i)).user().id());
    }

    Race.run(3, thread -> {
      for (int i = 0; i < Race.times(60); i++) {
        if (thread == 0) {
          var snapshot = new ByteArrayInputStream(written(talk));
          try (var copy = RamTalk.builder().readFrom(snapshot)) {
            assertThat(copy.users()).hasSize(40);
            EveryMessageCheck.receiveAll(copy);
          }
        } else {
          for (var user : users) {
            talk.send(users.get(i % 40), user, "Message " + i);
            talk.receive(user);
          }
        }
      }
      return null;
    });
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream().map(Message::text).toList();
  }
}
