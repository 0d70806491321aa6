package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ramtalk.Message;
import io.ramtalk.server.internal.wire.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bulk sends: many messages in one body, one per line. */
final class BulkSendTest {
  private static final int CAPACITY = 1_000;
  private static final long MOST_BYTES_TAKEN = 64L << 20;
  private static final int STUCK_MILLIS = 500;
  private static final String HEAD = "POST /send HTTP/1.1\r\nHost: localhost\r\n"
      + "Content-Type: application/x-ndjson\r\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";

  private final TestServer server = new TestServer(limits -> limits.mailboxCapacity(CAPACITY));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void lines_oneResultEach_inOrder() {
    var body = IntStream.range(0, 500).mapToObj(i -> line("Hello " + i))
        .collect(Collectors.joining());

    var results = send(body);

    assertThat(results).hasSize(500)
        .allSatisfy(result -> assertThat(result.get("status").asText()).isEqualTo("sent"));
    var mail = server.talk().receive(server.boId());
    assertThat(mail).extracting(message -> message.id().toString())
        .isEqualTo(results.stream().map(result -> result.get("id").asText()).toList());
    assertThat(mail).extracting(Message::text)
        .startsWith("Hello 0", "Hello 1").endsWith("Hello 499");
  }

  @Test
  void answer_isNdjsonThatNobodyKeeps() {
    var reply = server.caller().post("/send", MediaType.NDJSON, line("Hello").getBytes());

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    assertThat(reply.body()).matches("\\{\"status\":\"sent\",\"id\":\"[0-9a-z]{13}\"}\n");
  }

  @Test
  void lines_refused_doNotStopTheOthers() {
    var nobody = line("x").replace(server.bo(), "00000000-0000-4000-8000-000000000000");

    var results = send(line("1") + "rubbish\n" + nobody + "[]\n" + line("") + line("2")
        + line("3").replace("message", "massage") + line("4"));

    assertThat(results).extracting(result -> result.get("status").asText()).containsExactly(
        "sent", "refused", "refused", "refused", "refused", "sent", "refused", "sent");
    assertThat(codes(results)).containsExactly("", "json_malformed", "target_not_found",
        "json_no_object", "text_empty", "", "field_missing", "");
    assertThat(results.get(2).get("detail").asText()).isEqualTo("Target user not found");
    assertThat(texts()).containsExactly("1", "2", "4");
  }

  @Test
  void mailboxFull_refusedLineByLine() {
    var results = send(line("x").repeat(CAPACITY + 3));

    assertThat(codes(results).subList(CAPACITY, CAPACITY + 3)).containsOnly("mailbox_full");
    assertThat(results.get(CAPACITY).get("detail").asText())
        .isEqualTo("User message queue full (max " + CAPACITY + ")");
    assertThat(texts()).hasSize(CAPACITY);
  }

  @Test
  void lines_blank_skipped() {
    var results = send("\n" + line("1") + "\n \t \n\r\n" + line("2") + "\n");

    assertThat(codes(results)).containsExactly("", "");
    assertThat(texts()).containsExactly("1", "2");
  }

  @Test
  void lastLine_withoutEnd_counts() {
    var results = send(line("1") + line("2").strip());

    assertThat(codes(results)).containsExactly("", "");
  }

  @Test
  void lines_endedByCrLf_sent() {
    var results = send(line("1").replace("\n", "\r\n") + line("2").replace("\n", "\r\n"));

    assertThat(codes(results)).containsExactly("", "");
    assertThat(texts()).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void noLines_emptyAnswer(String body) throws IOException {
    var response = RawConnection.ask(server.port(), lengthHead(body.length(), body).getBytes());

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text()).isEmpty();
  }

  @Test
  void line_longerThanTheBound_refusedAlone() {
    var results = send(line("1") + line("x".repeat(5_000_000)) + line("2"));

    assertThat(codes(results)).containsExactly("", "body_too_large", "");
    assertThat(texts()).containsExactly("1", "2");
  }

  @Test
  void line_longerThanTheBoundAtTheEnd_refused() {
    assertThat(codes(send(line("1") + "x".repeat(200_000))))
        .containsExactly("", "body_too_large");
  }

  @Test
  void line_withLargestImage_sent() {
    var base64 = Base64.getEncoder().encodeToString(Pictures.png(51_200));

    var results = send(line("1\",\"image\":\"" + base64) + line("2"));

    assertThat(codes(results)).containsExactly("", "");
    assertThat(server.talk().receive(server.boId()).get(0).picture()).isPresent();
  }

  @Test
  void line_notUtf8_refusedAlone() {
    var body = new ByteArrayOutputStream();
    body.writeBytes(line("1").getBytes(StandardCharsets.UTF_8));
    body.writeBytes(line("\u00e4").getBytes(StandardCharsets.ISO_8859_1));
    body.writeBytes(line("\u00e4\ud83d\ude42").getBytes(StandardCharsets.UTF_8));

    var results = send(body.toByteArray());

    assertThat(codes(results)).containsExactly("", "not_utf8", "");
    assertThat(texts()).containsExactly("1", "\u00e4\ud83d\ude42");
  }

  @Test
  void sameId_storedOnce() {
    var results = send(line("1\",\"id\":\"a") + line("1\",\"id\":\"a"));

    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(texts()).containsExactly("1");
  }

  @Test
  void body_splitAtEveryByte_sameResult() throws IOException {
    var body = (line("\u00e4") + "\r\n" + "x\n" + line("2")).getBytes(StandardCharsets.UTF_8);
    try (var connection = new RawConnection(server.port())) {
      for (int i = 1; i < body.length; i++) {
        connection.send(CHUNKED);
        chunk(connection, Arrays.copyOf(body, i));
        chunk(connection, Arrays.copyOfRange(body, i, body.length));
        connection.send("0\r\n\r\n");

        assertThat(codes(results(connection.response().text())))
            .as("Split at %d", i).containsExactly("", "json_malformed", "");
        assertThat(texts()).containsExactly("\u00e4", "2");
      }
    }
  }

  @Test
  void body_byteByByte_sent() throws IOException {
    var body = (line("1") + line("2")).getBytes(StandardCharsets.UTF_8);
    try (var connection = new RawConnection(server.port())) {
      connection.send(HEAD + "Content-Length: " + body.length + "\r\n\r\n");
      for (byte b : body) {
        connection.send(new byte[] {b});
      }

      assertThat(codes(results(connection.response().text()))).containsExactly("", "");
    }
  }

  @Test
  void interactive_aLinesAnswerComesBeforeTheNextIsSent() throws IOException {
    try (var connection = new RawConnection(server.port()).send(CHUNKED)) {
      chunk(connection, line("0").getBytes(StandardCharsets.UTF_8));
      connection.beginAnswer();
      for (int i = 1; i < 50; i++) {
        assertThat(connection.chunk()).contains("\"status\":\"sent\"");
        chunk(connection, line(String.valueOf(i)).getBytes(StandardCharsets.UTF_8));
      }
      assertThat(connection.chunk()).contains("\"status\":\"sent\"");
      connection.send("0\r\n\r\n");

      assertThat(connection.chunk()).isEmpty();
      assertThat(connection.send(TestServer.get("/livez")).response().status()).isEqualTo(200);
    }
  }

  @Test
  void clientBreaksOff_whatWasAnsweredIsSent() throws IOException {
    try (var connection = new RawConnection(server.port()).send(CHUNKED)) {
      chunk(connection, line("1").getBytes(StandardCharsets.UTF_8));
      connection.beginAnswer();
      assertThat(connection.chunk()).contains("\"status\":\"sent\"");
      chunk(connection, line("2").substring(0, 60).getBytes(StandardCharsets.UTF_8));
      connection.breakOnClose();
    }

    server.server().close();
    assertThat(texts()).containsExactly("1");
  }

  @Test
  void bodyCutShort_neitherEndsWellNorSendsHalfALine() throws IOException {
    try (var connection = new RawConnection(server.port())) {
      connection.send(HEAD + "Content-Length: 10000\r\n\r\n" + line("1") + line("2").strip())
          .endOutput();

      assertThatThrownBy(connection::response).isInstanceOf(IOException.class);
    }
    assertThat(texts()).containsExactly("1");
  }

  @Test
  void clientThatNeverReads_isNotReadFromEither() throws IOException {
    var chunk = ByteBuffer.wrap(chunked(line("").repeat(1_000).getBytes(StandardCharsets.UTF_8)));
    try (var channel = SocketChannel.open()) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 10);
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      channel.write(ByteBuffer.wrap(CHUNKED.getBytes(StandardCharsets.US_ASCII)));

      long written = writeUntilStuck(channel, chunk);

      assertThat(written).as("Bytes that were taken").isLessThan(MOST_BYTES_TAKEN);
      assertThat(server.caller().get("/livez").status()).isEqualTo(200);
    }
  }

  /** Writes a chunk repeatedly without reading until the server accepts no bytes for a while. */
  private static long writeUntilStuck(SocketChannel channel, ByteBuffer chunk)
      throws IOException {
    long written = 0;
    channel.configureBlocking(false);
    try (var selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_WRITE);
      while (written < MOST_BYTES_TAKEN && selector.select(STUCK_MILLIS) > 0) {
        selector.selectedKeys().clear();
        written += channel.write(chunk);
        if (!chunk.hasRemaining()) {
          chunk.rewind();
        }
      }
    }
    return written;
  }

  private static byte[] chunked(byte[] bytes) {
    var chunk = new ByteArrayOutputStream();
    chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes());
    chunk.writeBytes(bytes);
    chunk.writeBytes("\r\n".getBytes());
    return chunk.toByteArray();
  }

  private static void chunk(RawConnection connection, byte[] bytes) throws IOException {
    connection.send(chunked(bytes));
  }

  private static String lengthHead(int length, String body) {
    return HEAD + "Content-Length: " + length + "\r\n\r\n" + body;
  }

  private String line(String message) {
    return "{\"from_id\":\"" + server.ana() + "\",\"to_id\":\"" + server.bo()
        + "\",\"message\":\"" + message + "\"}\n";
  }

  private List<JsonNode> send(String body) {
    return send(body.getBytes(StandardCharsets.UTF_8));
  }

  private List<JsonNode> send(byte[] body) {
    return results(server.caller().post("/send", MediaType.NDJSON, body).body());
  }

  private static List<JsonNode> results(String response) {
    return response.lines().map(Caller::parse).toList();
  }

  private static List<String> codes(List<JsonNode> results) {
    return results.stream().map(result -> result.path("code").asText()).toList();
  }

  private List<String> texts() {
    return server.talk().receive(server.boId()).stream().map(Message::text).toList();
  }
}
