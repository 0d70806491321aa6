package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bulk send whose body is larger than the server's heap. {@code -Dramtalk.bulk.lines=1000000}
 * sets the number of lines.
 */
final class BulkVolumeTest {
  private static final int LINES = Integer.getInteger("ramtalk.bulk.lines", 300_000);
  private static final int LINES_PER_CHUNK = 500;
  private static final String SENT = "{\"status\":\"sent\",\"id\":\"";
  private static final List<String> FLAGS =
      List.of("-Xmx32m", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData");

  @Test
  @Tag("scaled")
  void manyLines_oneResultEachInConstantMemory(@TempDir Path directory) throws Exception {
    try (var server = ServerProcess.start(directory, List.of(), FLAGS, "--port", "0",
        "--mailbox-capacity", "1", "--overflow", "drop_oldest");
        var connection = new RawConnection(server.uri().getPort())) {
      var caller = new Caller(server.uri());
      var ana = caller.signUp("01711111111");
      var line = "{\"from_id\":\"%1$s\",\"to_id\":\"%1$s\",\"message\":\"Hi\"}\n".formatted(ana);
      var writing = CompletableFuture.runAsync(() -> write(connection, line));

      connection.beginAnswer();

      assertThat(countSent(connection)).isEqualTo(LINES);
      Eventually.get(writing);
      assertThat(caller.get("/receive/" + ana).texts()).containsExactly("Hi");
    }
  }

  private static void write(RawConnection connection, String line) {
    var lines = line.repeat(LINES_PER_CHUNK);
    var chunk = (Integer.toHexString(lines.length()) + "\r\n" + lines + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
    try {
      connection.send("POST /send HTTP/1.1\r\nHost: localhost\r\n"
          + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < LINES / LINES_PER_CHUNK; i++) {
        connection.send(chunk);
      }
      connection.send("0\r\n\r\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts the results and fails on any rejection. A chunk may end within a result. */
  private static int countSent(RawConnection connection) throws IOException {
    int count = 0;
    var rest = "";
    for (var chunk = connection.chunk(); !chunk.isEmpty(); chunk = connection.chunk()) {
      var text = rest + chunk;
      int from = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        assertThat(text.startsWith(SENT, from)).isTrue();
        from = end + 1;
        count++;
      }
      rest = text.substring(from);
    }
    assertThat(rest).isEmpty();
    return count;
  }
}
