package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.internal.wire.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of randomly damaged requests to all routes, on an open server and on one that requires
 * a login. No request causes a 5xx response, hangs or leaves anything behind.
 * {@code -Dramtalk.fuzz.requests=1000000} sets the number of requests.
 */
final class FuzzTest {
  private static final long SEED = 20_261_122;
  private static final int REQUESTS = Integer.getInteger("ramtalk.fuzz.requests", 4_000);

  @Test
  @Tag("scaled")
  void damagedRequests_openServer_neverFailIt() throws Exception {
    try (var talk = RamTalk.create();
        var server = RamTalkServer.builder().messenger(talk).port(0).build().start()) {
      var ana = talk.signUp("01711111111").user().id();

      attack(server, requests(ana));

      assertThat(new Caller(server.uri()).get("/users").status()).isEqualTo(200);
    }
  }

  @Test
  @Tag("scaled")
  void damagedRequests_whereTheyLogIn_neverFailIt() throws Exception {
    try (var server = new OtpServer()) {
      var ana = server.logIn("01711111111");

      var login = "Authorization: Bearer " + ana.token() + "\r\n";
      attack(server.server(), requests(UserId.parse(ana.id())).stream()
          .map(request -> with(login, request)).toList());
    }
  }

  @Test
  @Tag("scaled")
  void damagedRequests_toTheFacadeAndTheTestControls_neverFailIt() throws Exception {
    var clock = VirtualClock.startingAt(TestServer.START);
    try (var talk = RamTalk.builder().clock(clock).build();
        var server = RamTalkServer.builder().messenger(talk).port(0).smsFacade(true)
            .testControls(clock).build().start()) {
      attack(server, forTests());
    }
  }

  private static List<byte[]> forTests() {
    var account = "Authorization: Basic QUMxOnNlY3JldA==\r\n";
    var list = "/2010-04-01/Accounts/AC1/Messages";
    var message = "From=01711111111&To=01722222222&Body=Caf%C3%A9";
    return Stream.concat(
        Stream.of(post(list + ".json", MediaType.URLENCODED, latin1(message)),
            latin1(TestServer.get(list + ".json?To=01722222222&PageSize=2")),
            latin1(TestServer.get(list + "/SM00000000000000000000000000000000.json")),
            post("/v2/Services/VA1/Verifications", MediaType.URLENCODED,
                latin1("Channel=sms&CustomCode=123456&To=01733333333")),
            post("/v2/Services/VA1/VerificationCheck", MediaType.URLENCODED,
                latin1("Code=123456&To=01733333333"))).map(request -> with(account, request)),
        Stream.of(latin1(TestServer.get("/test/clock")),
            json("POST", "/test/clock", "{\"advance\":0.5}"), json("POST", "/test/reset", ""),
            latin1(TestServer.get("/test/faults")), json("DELETE", "/test/faults", ""),
            json("POST", "/test/faults", "{\"on\":\"frame\",\"nth\":1000000}"),
            json("POST", "/test/faults", "{\"on\":\"code\",\"delay\":0.5}"))).toList();
  }

  private static void attack(RamTalkServer server, List<byte[]> whole) throws Exception {
    int before = server.httpConnections();
    var damage = new Damage(new Random(SEED));
    for (int i = 0; i < REQUESTS; i++) {
      var request = damage.to(whole.get(i % whole.size()));

      assertThat(response(server.port(), request))
          .as("Answer to request %d: %s", i, Damage.printable(request))
          .doesNotContain("HTTP/1.1 5");
    }
    /* A socket has five seconds for its login frame. */
    Eventually.that("nobody waits", () -> server.waiting() == 0);
    Eventually.that("nobody is live", () -> server.liveConnections() == 0);
    Eventually.that("nobody is left", () -> server.httpConnections() <= before);
  }

  @Test
  void requests_areForAllRoutes() throws IOException {
    try (var server = new OtpServer(
        (builder, clock) -> builder.smsFacade(true).testControls(clock))) {
      var lines = Stream.concat(requests(UserId.random()).stream(), forTests().stream())
          .map(request -> new String(request, StandardCharsets.ISO_8859_1))
          .map(request -> request.substring(0, request.indexOf(" HTTP"))).toList();

      assertThat(server.server().routes()).allSatisfy(route -> assertThat(lines).anyMatch(
          line -> line.matches(route.method() + " "
              + route.template().replaceAll("\\{\\w+}", "[0-9A-Za-z.-]+") + "(\\?.*)?")));
    }
  }

  private static List<byte[]> requests(UserId ana) {
    var form = Multipart.ofCurl().field("mobile", "01722222222").field("name", "Bö")
        .file("image", "me.gif", Pictures.gif(64));
    var send = "{\"from_id\":\"%1$s\",\"to_id\":\"%1$s\",\"message\":\"H\\u00e9\"}"
        .formatted(ana);
    var whole = new ArrayList<>(List.of(
        post("/signup", form.contentType(), form.bytes()),
        post("/signup", MediaType.URLENCODED, latin1("mobile=01733333333&name=B%C3%B6+Co")),
        post("/signup", MediaType.JSON, latin1("{\"mobile\":\"0174\",\"image\":\"R0lG\"}")),
        post("/send", MediaType.JSON, latin1(send)),
        latin1("POST /send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(send.length()) + "\r\n"
            + send + "\r\n0\r\n\r\n"),
        post("/send", MediaType.NDJSON, latin1(send + "\n\r\n" + send)),
        json("POST", "/receive/" + ana + "/ack", "{\"lease\":\"a\",\"ids\":[\"0000000000000\"]}"),
        json("POST", "/receive/" + ana + "/release", "{\"lease\":\"a\"}"),
        json("POST", "/read/" + ana, "{\"from_id\":\"" + ana + "\",\"ids\":[\"0\"]}"),
        json("PATCH", "/users/" + ana, "{\"name\":\"Ana\"}"),
        json("POST", "/users/" + ana, "{\"name\":null}"),
        json("PUT", "/users/" + ana + "/image", "GIF89a\3\0\2\0\0\0\0;"),
        json("POST", "/otp", "{\"mobile\":\"01711111111\"}"),
        json("POST", "/login", "{\"mobile\":\"01711111111\",\"code\":\"123456\"}"),
        json("POST", "/receive/" + ana + "?max=1", ""),
        latin1("GET /ws/" + ana + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")));
    for (var path : List.of("/receive/" + ana + "?lease=0.5&lease_id=a", "/users",
        "/sent/" + ana + "?message_id=0000000000000", "/receive/" + ana + "?max=3",
        "/users/" + ana, "/users/" + ana + "/image", "/inbox/" + ana + "?match=(a%2B)%2B$&max=2",
        "/export/" + ana, "/stream/" + ana + "?ack=auto", "/users?mobile=0171", "/stats", "/logins",
        "/metrics", "/snapshot", "/livez", "/readyz", "/", "/docs", "/openapi.json",
        "/page/lit-html.js")) {
      whole.add(latin1(TestServer.get(path)));
    }
    /* The deleted user does not exist: the damage targets the method and the path. */
    var nobody = UserId.random();
    whole.add(json("DELETE", "/users/" + nobody, ""));
    whole.add(json("DELETE", "/users/" + ana + "/image", ""));
    Stream.of("/login", "/logins", "/logins/0")
        .forEach(path -> whole.add(json("DELETE", path, "")));
    return whole;
  }

  /** Adds a header line after the Host line. */
  private static byte[] with(String header, byte[] request) {
    return latin1(new String(request, StandardCharsets.ISO_8859_1)
        .replaceFirst("Host: localhost\r\n", "Host: localhost\r\n" + header));
  }

  private static byte[] json(String method, String path, String body) {
    return latin1(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
        + MediaType.JSON + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  private static byte[] post(String path, String type, byte[] body) {
    var request = new ByteArrayOutputStream();
    request.writeBytes(latin1("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
        + type + "\r\nContent-Length: " + body.length + "\r\n\r\n"));
    request.writeBytes(body);
    return request.toByteArray();
  }

  /** Reads until the connection closes; the client closes its side after the request. */
  private static String response(int port, byte[] request) throws IOException {
    try (var connection = new RawConnection(port)) {
      connection.send(request).endOutput();
      return connection.rest();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("No end: " + Damage.printable(request), e);
    }
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
