package io.ramtalk.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ramtalk.InvalidSnapshot;
import io.ramtalk.Limits;
import io.ramtalk.MessageId;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkException;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.engine.AccountCodec;
import io.ramtalk.engine.PackedAccount;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reading of snapshots, and the rejection of every other sequence of bytes. */
final class SnapshotReaderTest {
  private static final SnapshotHeader HEADER =
      new SnapshotHeader(Limits.DEFAULT, "0123456789abcdef", 5_000, 0, 1);

  /** Parts of a snapshot, whose checksums are right whatever the parts are. */
  private interface Parts {
    void write(RecordOutput records, DataOutputStream values) throws IOException;
  }

  private static byte[] snapshot(Parts parts) {
    try {
      var bytes = new ByteArrayOutputStream();
      var records = new RecordOutput(bytes);
      parts.write(records, new DataOutputStream(records));
      records.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] withHeader(SnapshotHeader header) {
    return snapshot((records, values) -> {
      records.start(SnapshotFormat.HEADER);
      values.writeInt(1);
      header.write(values);
      trailer(records, values, 0, 0);
    });
  }

  private static byte[] withHeader(Parts rest) {
    return snapshot((records, values) -> {
      records.start(SnapshotFormat.HEADER);
      values.writeInt(1);
      HEADER.write(values);
      rest.write(records, values);
    });
  }

  private static byte[] withAccounts(byte[]... accounts) {
    return withHeader((records, values) -> {
      records.start(SnapshotFormat.ACCOUNTS);
      for (var account : accounts) {
        values.write(account);
      }
      trailer(records, values, accounts.length, accounts.length);
    });
  }

  private static byte[] withCounts(int accounts, int messages) {
    return withHeader((records, values) -> {
      records.start(SnapshotFormat.ACCOUNTS);
      values.write(account().toBytes());
      trailer(records, values, accounts, messages);
    });
  }

  private static byte[] with(PackedAccount account) {
    return withAccounts(account.toBytes());
  }

  private static void trailer(RecordOutput records, DataOutputStream values, long accounts,
      long messages) throws IOException {
    records.start(SnapshotFormat.TRAILER);
    values.writeLong(accounts);
    values.writeLong(messages);
    values.writeLong(9);
    values.writeLong(6_000);
  }

  private static PackedAccount account() {
    return new PackedAccount();
  }

  private static RamTalk read(byte[] snapshot) throws IOException {
    return RamTalk.builder().budgetBytes(1 << 20).readFrom(new ByteArrayInputStream(snapshot));
  }

  @Test
  void next_everyPart_read() throws IOException {
    var reader = new SnapshotReader(new ByteArrayInputStream(with(account())));

    assertThat(reader.header()).isEqualTo(HEADER);
    assertThatIllegalStateException().isThrownBy(reader::latest);
    var read = reader.next(1_000);
    assertThat(read.messageCount()).isEqualTo(1);
    assertThat(read.nextTimer()).isEqualTo(9_000);
    assertThat(AccountCodec.encode(read))
        .startsWith(AccountCodec.VERSION).endsWith(account().toBytes());
    assertThat(reader.next(1_000)).isNull();
    assertThat(reader.next(1_000)).isNull();
    assertThat(reader.latest()).isEqualTo(new MessageId(9));
    assertThat(reader.time()).isEqualTo(6_000);
  }

  static Stream<Arguments> damage() {
    return Stream.of(
        Arguments.of("ends after 0 bytes", new byte[0]),
        Arguments.of("ends after 4 bytes", bytes("RAMT")),
        Arguments.of("Not a snapshot", bytes("PK\003\004 an archive")),
        Arguments.of("Not a snapshot", bytes("RAMtalk\n and more")),
        Arguments.of("record of -1 bytes", bytes("RAMTalk\n\u00ff\u00ff\u00ff\u00ff\1")),
        Arguments.of("record of 0 bytes", bytes("RAMTalk\n\0\0\0\0\1")),
        Arguments.of("record of 65537 bytes", bytes("RAMTalk\n\0\1\0\1\1")),
        Arguments.of("checksum does not match", bytes("RAMTalk\n\0\0\0\1\1x0000")),
        Arguments.of("record ends too early", withoutHeader()),
        Arguments.of("record ends too early", withVersion(1)),
        Arguments.of("format version 0", withVersion(0)),
        Arguments.of("format version 2, but", withVersion(2)),
        Arguments.of("Invalid epoch", withHeader(
            new SnapshotHeader(Limits.DEFAULT, "0123456789ABCDEF", 5_000, 0, 1))),
        Arguments.of("Invalid epoch or time", withHeader(
            new SnapshotHeader(Limits.DEFAULT, "0123456789abcdef", 5_000, 5_001, 1))),
        Arguments.of("Invalid epoch or time", withHeader(
            new SnapshotHeader(Limits.DEFAULT, "0123456789abcdef", 5_000, -1, 1))),
        Arguments.of("Invalid epoch or time", withHeader(
            new SnapshotHeader(Limits.DEFAULT, "0123456789abcdef", 1L << 51, 0, 1))),
        Arguments.of("Unknown version of accounts: 99", withAccountVersion(99)),
        Arguments.of("bytes too many in a record", withLongHeader()),
        Arguments.of("record ends too early", withHeader((records, values) -> {
          records.start(9);
          values.write(1);
        })),
        Arguments.of("Unexpected end", withAccounts(
            Arrays.copyOf(account().toBytes(), account().toBytes().length - 1))),
        Arguments.of("it has 1 of 2 users and 1 of 2 messages", withCounts(2, 2)),
        Arguments.of("it has 1 of 1 users and 1 of 0 messages", withCounts(1, 0)),
        Arguments.of("bytes too many in a record", withHeader((records, values) -> {
          trailer(records, values, 0, 0);
          values.write(0);
        })),
        Arguments.of("ends after", withHeader((records, values) -> { })),
        Arguments.of("invalid time", withHeader((records, values) -> {
          records.start(SnapshotFormat.TRAILER);
          values.write(new byte[24]);
          values.writeLong(-1);
        })),
        Arguments.of("Repeated user id",
            withAccounts(account().toBytes(), account().toBytes())),
        Arguments.of("User of a self-test", with(account().user("id", new UserId(0, 7)))));
  }

  static Stream<Arguments> damagedAccounts() {
    return Stream.of(
        Arguments.of("is not canonical: \"01711x\"", account().text("canonical", "01711x")),
        Arguments.of("is not canonical", account().text("canonical", "")),
        Arguments.of("Number is too long", account().text("given", "1".repeat(65))),
        Arguments.of("Name is too long", account().text("name", "n".repeat(2_001))),
        Arguments.of("Not a boolean", account().raw("image", 2)),
        Arguments.of("Not a picture", account().raw("image", 1, 4, 'G', 'I')),
        Arguments.of("Time is out of range",
            account().raw("since", 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0)),
        Arguments.of("Number exceeds 64 bits", account().raw("leases",
            0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1)),
        Arguments.of("Count -1 is not", account().number("leases", -1)),
        Arguments.of("Count 1048577 is not 0 to 1048576", account().number("messages", 1_048_577)),
        Arguments.of("is not 0 to 33554432", account().number("text", 1L << 40)),
        Arguments.of("Index 1 exceeds the 1", account().number("live lease", 1)),
        Arguments.of("Index 7 exceeds the 1", account().number("lease of message", 7)),
        Arguments.of("Hidden without a lease", account().number("lease of message", -1)),
        Arguments.of("Negative number of deliveries", account().number("deliveries", -1)),
        Arguments.of("Invalid position of a message", account().number("sequence", 0)),
        Arguments.of("Invalid position of a message", account().number("sequence", 4)),
        Arguments.of("Invalid position of followers", account().number("last shown", 4)),
        Arguments.of("Next change comes too late", account().fixed("next change", 9_001)),
        Arguments.of("Invalid count of sent messages", account().number("rows", 0)),
        Arguments.of("Invalid count of sent messages", account().number("rows", 20_000)),
        Arguments.of("Number exceeds 32 bits", account().number("rows", 1L << 33)),
        Arguments.of("Index 7 exceeds", account().fixed("state", 7)),
        Arguments.of("User with connections", account().raw("connections",
            2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 2, 2, 0)),
        Arguments.of("Count 65 is not 0 to 64", account().number("connections", 65)),
        Arguments.of("Count 65537 is not 0 to 65536", account().number("leases", 65_537)),
        Arguments.of("Negative number of keys", account().number("max keys", -1)),
        Arguments.of("Invalid receipts", account().number("max receipts", 10_001)));
  }

  @ParameterizedTest
  @MethodSource("damage")
  void readFrom_noSnapshot_refused(String fault, byte[] snapshot) {
    assertThatExceptionOfType(InvalidSnapshot.class).isThrownBy(() -> read(snapshot))
        .withMessageContaining(fault)
        .satisfies(refusal -> assertThat(refusal.code()).startsWith("snapshot_"));
  }

  @ParameterizedTest
  @MethodSource("damagedAccounts")
  void readFrom_impossibleAccount_refused(String fault, PackedAccount account) {
    assertThatExceptionOfType(InvalidSnapshot.class).isThrownBy(() -> read(with(account)))
        .withMessageContaining(fault)
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("snapshot_damaged"));
  }

  @Test
  void readFrom_numberOfAnEarlierUser_laterUserStays() throws IOException {
    var later = UserId.random();
    var snapshot = withAccounts(account().toBytes(), account().user("id", later).toBytes());

    try (var talk = read(snapshot)) {
      assertThat(talk.users().map(User::id)).containsExactly(later);
      assertThat(talk.find("01711111111").orElseThrow().id()).isEqualTo(later);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 5_000_000, Long.MAX_VALUE})
  void readFrom_wrongNumberOfUsersInTheHeader_onlyAHint(long users) throws IOException {
    var snapshot = snapshot((records, values) -> {
      records.start(SnapshotFormat.HEADER);
      values.writeInt(1);
      new SnapshotHeader(Limits.DEFAULT, HEADER.epoch(), 5_000, 0, users).write(values);
      records.start(SnapshotFormat.ACCOUNTS);
      values.write(account().toBytes());
      trailer(records, values, 1, 1);
    });

    try (var talk = read(snapshot)) {
      assertThat(talk.find("01711111111")).isPresent();
    }
  }

  @Test
  void readFrom_accountThatFillsTheMemory_refused() {
    var large = account().text("text", "x".repeat(1 << 22));

    assertThatExceptionOfType(RamTalkException.class).isThrownBy(() -> read(with(large)))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("ram_exhausted"));
  }

  private static byte[] withoutHeader() {
    return snapshot((records, values) -> trailer(records, values, 0, 0));
  }

  private static byte[] withVersion(int version) {
    return snapshot((records, values) -> {
      records.start(SnapshotFormat.HEADER);
      values.writeInt(version);
      trailer(records, values, 0, 0);
    });
  }

  private static byte[] withAccountVersion(int version) {
    return snapshot((records, values) -> {
      records.start(SnapshotFormat.HEADER);
      values.writeInt(1);
      new SnapshotHeader(Limits.DEFAULT, HEADER.epoch(), 5_000, 0, 1, version).write(values);
      records.start(SnapshotFormat.ACCOUNTS);
      values.write(account().toBytes());
      trailer(records, values, 1, 1);
    });
  }

  private static byte[] withLongHeader() {
    return withHeader((records, values) -> {
      values.write(1);
      trailer(records, values, 0, 0);
    });
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
