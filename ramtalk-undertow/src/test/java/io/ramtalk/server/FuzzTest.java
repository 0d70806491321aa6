package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.RamTalk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands of requests with random damage: never a 5xx, never over two seconds of silence. */
final class FuzzTest {
  private static final long SEED = 20_261_122;
  private static final int REQUESTS = 4_000;
  private static final byte[] SPICE =
      "\r\n\0\"\\{}[]:,%&=;-+ /?#\u00ff\u00c3\u00800123456789aZ".getBytes(StandardCharsets.UTF_8);

  private final Random random = new Random(SEED);

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void damagedRequests_neverFailTheServer() throws IOException {
    try (var talk = RamTalk.create();
        var server = RamTalkServer.builder().messenger(talk).port(0).build().start()) {
      var whole = requests(talk);
      for (int i = 0; i < REQUESTS; i++) {
        var request = damaged(whole.get(i % whole.size()));

        var answer = answer(server.port(), request);

        assertThat(answer).as("Answer to request %d: %s", i, printable(request))
            .doesNotContain("HTTP/1.1 5");
      }
      assertThat(new Caller(server.uri()).get("/users").status()).isEqualTo(200);
    }
  }

  private static List<byte[]> requests(RamTalk talk) {
    var ana = talk.signUp("01711111111").user().id();
    var form = Multipart.ofCurl().field("mobile", "01722222222").field("name", "Bö")
        .file("image", "me.gif", Pictures.gif(64));
    var send = "{\"from_id\":\"%1$s\",\"to_id\":\"%1$s\",\"message\":\"H\\u00e9\"}"
        .formatted(ana);
    return List.of(
        post("/signup", form.contentType(), form.bytes()),
        post("/signup", MediaType.URLENCODED, latin1("mobile=01733333333&name=B%C3%B6+Co")),
        post("/signup", MediaType.JSON, latin1("{\"mobile\":\"0174\",\"image\":\"R0lG\"}")),
        post("/send", MediaType.JSON, latin1(send)),
        latin1("POST /send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(send.length()) + "\r\n"
            + send + "\r\n0\r\n\r\n"),
        post("/send", MediaType.NDJSON, latin1(send + "\n\r\n" + send)),
        post("/receive/" + ana + "/ack", MediaType.JSON,
            latin1("{\"lease\":\"a\",\"ids\":[\"0000000000000\"]}")),
        post("/read/" + ana, MediaType.JSON,
            latin1("{\"from_id\":\"" + ana + "\",\"ids\":[\"0000000000000\"]}")),
        latin1("PATCH /users/" + ana + " HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
            + " application/json\r\nContent-Length: 14\r\n\r\n{\"name\":\"Ana\"}"),
        latin1(TestServer.get("/receive/" + ana + "?lease=0.5&lease_id=a")),
        latin1(TestServer.get("/sent/" + ana + "?message_id=0000000000000")),
        latin1("GET /receive/" + ana + "?max=3 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        latin1("GET /users HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n"));
  }

  private static byte[] post(String path, String type, byte[] body) {
    var request = new ByteArrayOutputStream();
    request.writeBytes(latin1("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
        + type + "\r\nContent-Length: " + body.length + "\r\n\r\n"));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private byte[] damaged(byte[] whole) {
    byte[] request = whole;
    for (int i = random.nextInt(4); i >= 0; i--) {
      request = damagedOnce(request);
    }
    return request;
  }

  private byte[] damagedOnce(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(20));
    return switch (random.nextInt(6)) {
      case 0 -> join(bytes, from, new byte[] {spice()}, Math.min(bytes.length, from + 1));
      case 1 -> join(bytes, from, new byte[] {spice(), spice(), spice()}, from);
      case 2 -> join(bytes, from, new byte[0], to);
      case 3 -> join(bytes, to, Arrays.copyOfRange(bytes, from, to), to);
      case 4 -> join(bytes, from, new byte[] {(byte) random.nextInt(256)}, to);
      default -> random.nextInt(4) == 0 ? Arrays.copyOf(bytes, from) : bytes;
    };
  }

  private byte spice() {
    return SPICE[random.nextInt(SPICE.length)];
  }

  /** Returns the bytes up to {@code head}, then the middle, then the bytes from {@code tail}. */
  private static byte[] join(byte[] bytes, int head, byte[] middle, int tail) {
    var joined = new ByteArrayOutputStream();
    joined.write(bytes, 0, head);
    joined.writeBytes(middle);
    joined.write(bytes, tail, bytes.length - tail);
    return joined.toByteArray();
  }

  /** Reads to the end of the connection; a request that is cut short ends with its client. */
  private static String answer(int port, byte[] request) throws IOException {
    try (var connection = new RawConnection(port)) {
      connection.send(request).endOutput();
      return connection.rest();
    }
  }

  private static String printable(byte[] request) {
    return new String(request, StandardCharsets.ISO_8859_1)
        .replace("\r", "\\r").replace("\n", "\\n");
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
