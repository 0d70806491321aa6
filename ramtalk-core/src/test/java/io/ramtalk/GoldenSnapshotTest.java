package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.internal.snapshot.SnapshotReader;
import io.ramtalk.internal.snapshot.SnapshotWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Snapshots that earlier versions wrote, which every version reads. For each format version the
 * resources hold a snapshot of the {@link SampleMessenger}, and its description in words. {@link
 * #main} writes both for a new format version; the files of earlier versions never change.
 */
final class GoldenSnapshotTest {
  private static final int LATEST = 1;

  private final VirtualClock clock = VirtualClock.startingAt(SampleMessenger.NOW);

  private static InputStream resource(String name) {
    return Objects.requireNonNull(GoldenSnapshotTest.class.getResourceAsStream(name), name);
  }

  static IntStream versions() {
    return IntStream.rangeClosed(1, LATEST);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void readFrom_everyVersion_sameMessenger(int version) throws IOException {
    try (var snapshot = resource("snapshot-" + version + ".bin");
        var words = resource("snapshot-" + version + ".txt");
        var talk = SampleMessenger.settings(clock).readFrom(snapshot)) {
      assertThat(SampleMessenger.describe(talk))
          .isEqualTo(new String(words.readAllBytes(), StandardCharsets.UTF_8).strip());
      assertThat(snapshot.read()).isEqualTo(-1);
    }
  }

  /** A change of the bytes needs a new format version. */
  @Test
  void write_latestVersion_sameBytes() throws IOException {
    try (var snapshot = resource("snapshot-" + LATEST + ".bin")) {
      var bytes = snapshot.readAllBytes();
      var reader = new SnapshotReader(new ByteArrayInputStream(bytes));
      var written = new ByteArrayOutputStream();
      var writer = new SnapshotWriter(written, reader.header());
      for (var account = reader.next(bytes.length); account != null;
          account = reader.next(bytes.length)) {
        writer.write(account);
      }
      writer.finish(reader.latest(), reader.time());
      assertThat(written.toByteArray()).isEqualTo(bytes);
    }
  }

  /** Writes the files of the latest version into a folder. */
  public static void main(String[] folder) throws IOException {
    var clock = VirtualClock.startingAt(SampleMessenger.NOW);
    var name = "snapshot-" + LATEST;
    try (var talk = SampleMessenger.open(clock);
        OutputStream out = Files.newOutputStream(Path.of(folder[0], name + ".bin"))) {
      talk.writeTo(out);
      Files.writeString(Path.of(folder[0], name + ".txt"), SampleMessenger.describe(talk) + "\n");
    }
  }
}
