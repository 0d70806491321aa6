package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Snapshots of a messenger on any engine, which a messenger on the heap reads. */
abstract class SnapshotContract extends EngineFixture {
  @Test
  void writeTo_everything_readIntoTheHeap() throws IOException {
    var talk = open(settings());
    SampleMessenger.fill(talk, clock());
    var snapshot = new ByteArrayOutputStream();

    talk.writeTo(snapshot);

    try (var copy = RamTalk.builder().clock(clock())
        .readFrom(new ByteArrayInputStream(snapshot.toByteArray()))) {
      assertThat(described(copy)).isEqualTo(described(talk));
      assertThat(copy.operations().epoch()).isEqualTo(talk.operations().epoch());
    }
  }

  /** Describes a messenger without what its engine remembers of calls, which counts as receipts. */
  private static String described(RamTalk talk) {
    return SampleMessenger.describe(talk).replaceAll(", receipts=\\d+", "");
  }

  @Test
  void writeTo_openConnectionAndTransfer_theirMessagesWaitInTheCopy() throws IOException {
    var talk = open(settings());
    var ana = signUp(talk, 1);
    var bo = signUp(talk, 2);
    sendMany(talk, ana, bo, 1);
    sendMany(talk, bo, ana, 2);
    var snapshot = new ByteArrayOutputStream();
    try (var connection = talk.delivery().connect(bo, null)) {
      assertThat(connection.next(9).messages()).hasSize(1);
      var transfer = talk.delivery().transfer(ana, 1);
      talk.writeTo(snapshot);
      transfer.commit();
    }

    try (var copy = RamTalk.builder().clock(clock())
        .readFrom(new ByteArrayInputStream(snapshot.toByteArray()))) {
      assertThat(texts(copy.receive(ana))).containsExactly("m0", "m1");
      assertThat(texts(copy.receive(bo))).containsExactly("m0");
      assertThat(copy.presence(bo).online()).isFalse();
    }
  }
}
