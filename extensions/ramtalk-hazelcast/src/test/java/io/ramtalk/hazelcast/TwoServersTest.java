package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.RamTalk;
import io.ramtalk.server.Access;
import io.ramtalk.server.RamTalkServer;
import io.ramtalk.server.RateLimit;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers on two members of one cluster, which show clients the same state. */
final class TwoServersTest {
  private static final AtomicInteger SPACES = new AtomicInteger();
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");
  private static final Pattern USER = Pattern.compile("\"user_id\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<String> codes = new LinkedBlockingQueue<>();
  private final List<RamTalk> talks = new ArrayList<>();
  private final List<RamTalkServer> servers = new ArrayList<>();

  @BeforeEach
  void startServers() throws Exception {
    var space = "servers" + SPACES.incrementAndGet();
    for (var member : TestCluster.of(3).members().subList(0, 2)) {
      var engine = new HazelcastEngine(member, space, HazelcastEngine::sweep, false);
      talks.add(RamTalk.builder().engine(engine).build());
      servers.add(RamTalkServer.builder().port(0).messenger(talks.get(talks.size() - 1))
          .workers(8).sharedLogins(engine.logins()).access(Access.OTP)
          .codeDelivery(message -> codes.add(message.code()))
          .rate(RateLimit.CODES_PER_MOBILE, null).build().start());
    }
  }

  @AfterEach
  void stopServers() throws Exception {
    servers.forEach(RamTalkServer::close);
    try {
      HiddenMail.checkNone(talks.get(0));
    } finally {
      talks.forEach(RamTalk::close);
    }
  }

  /** A user who is logged in. */
  private record Person(String id, String token) {}

  /** Asks one server for a code and logs in on the other. */
  private Person logIn(String mobile) throws Exception {
    assertThat(ask(0, "POST", "/otp", "{\"mobile\":\"" + mobile + "\"}", null)).startsWith("20");
    var code = Eventually.take(codes);
    var answer = ask(1, "POST", "/login",
        "{\"mobile\":\"" + mobile + "\",\"code\":\"" + code + "\"}", null);
    return new Person(find(USER, answer), find(TOKEN, answer));
  }

  private static String find(Pattern pattern, String answer) {
    var match = pattern.matcher(answer);
    assertThat(match.find()).as(answer).isTrue();
    return match.group(1);
  }

  @Test
  void token_validOnBothUntilLoggedOutOnEither() throws Exception {
    var ana = logIn("01711111111");

    for (int server = 0; server < 2; server++) {
      assertThat(ask(server, "GET", "/users", "", ana.token())).startsWith("200");
    }
    assertThat(ask(0, "DELETE", "/login", "", ana.token())).startsWith("200");
    assertThat(ask(0, "GET", "/users", "", ana.token())).startsWith("401");
    Eventually.that("the other server is told",
        () -> !ask(1, "GET", "/users", "", ana.token()).startsWith("200"));
    assertThat(ask(1, "GET", "/users", "", ana.token())).startsWith("401");
  }

  @Test
  void code_guessesCountOnBoth_rightOneUsedUpOnBoth() throws Exception {
    ask(0, "POST", "/otp", "{\"mobile\":\"01711111111\"}", null);
    var code = Eventually.take(codes);
    var wrong = code.equals("000000") ? "000001" : "000000";
    for (int i = 0; i < 5; i++) {
      assertThat(guess(i % 2, wrong)).startsWith("401");
    }
    assertThat(guess(0, code)).as("after five guesses").startsWith("401");

    ask(1, "POST", "/otp", "{\"mobile\":\"01711111111\"}", null);
    var next = Eventually.take(codes);
    assertThat(guess(0, next)).startsWith("200");
    assertThat(guess(1, next)).as("used up").startsWith("401");
  }

  @Test
  void logins_listedOnBothAndEndedOnEither() throws Exception {
    var ana = logIn("01711111111");
    var other = logIn("01711111111");
    assertThat(ask(0, "GET", "/users", "", other.token())).startsWith("200");
    var poll = http.sendAsync(request(0, "GET", "/receive/" + ana.id() + "?wait=40", "",
        other.token()), BodyHandlers.ofString());

    for (int server = 0; server < 2; server++) {
      assertThat(ask(server, "GET", "/logins", "", ana.token()))
          .containsPattern("\"current\":true.*\"current\":false");
    }
    var ids = Pattern.compile("\"id\":\"([^\"]+)\"").matcher(
        ask(1, "GET", "/logins", "", ana.token())).results().map(id -> id.group(1)).toList();
    assertThat(ids).hasSize(2);
    assertThat(ask(1, "DELETE", "/logins/" + ids.get(1), "", ana.token())).startsWith("200");

    assertThat(Eventually.get(poll).statusCode()).isEqualTo(401);
    assertThat(ask(1, "GET", "/users", "", other.token())).startsWith("401");
    assertThat(ask(0, "DELETE", "/logins", "", ana.token())).startsWith("200");
    assertThat(ask(0, "GET", "/users", "", ana.token())).startsWith("401");
  }

  private String guess(int server, String code) throws Exception {
    return ask(server, "POST", "/login",
        "{\"mobile\":\"01711111111\",\"code\":\"" + code + "\"}", null);
  }

  @Test
  void mail_waitedForOnOneAndSentOnTheOther_answered() throws Exception {
    var ana = logIn("01711111111");
    var waiting = http.sendAsync(request(0, "GET", "/receive/" + ana.id() + "?wait=30", "",
        ana.token()), BodyHandlers.ofString());

    assertThat(ask(1, "POST", "/send", "{\"from_id\":\"" + ana.id() + "\",\"to_id\":\""
        + ana.id() + "\",\"message\":\"Hello\"}", ana.token())).startsWith("200");

    assertThat(Eventually.get(waiting).body()).contains("\"text\":\"Hello\"");
  }

  @Test
  void socketOnOne_messageAndReceiptFromTheOther_pushed() throws Exception {
    var ana = logIn("01711111111");
    var frames = new LinkedBlockingQueue<String>();
    var uri = URI.create(servers.get(0).uri().toString().replace("http", "ws") + "/ws/" + ana.id());
    var socket = Eventually.get(http.newWebSocketBuilder()
        .header("Authorization", "Bearer " + ana.token()).buildAsync(uri, new Frames(frames)));
    assertThat(Eventually.take(frames)).contains("\"hello\"");
    assertThat(Eventually.take(frames)).contains("\"caught_up\"");

    ask(1, "POST", "/send", "{\"from_id\":\"" + ana.id() + "\",\"to_id\":\"" + ana.id()
        + "\",\"message\":\"Hello\"}", ana.token());
    var pushed = Eventually.take(frames);
    assertThat(pushed).contains("\"text\":\"Hello\"");
    var id = find(Pattern.compile("\"id\":\"([^\"]+)\""), pushed);
    Eventually.get(socket.sendText("{\"type\":\"ack\",\"ids\":[\"" + id + "\"]}", true));
    assertThat(Eventually.take(frames)).contains("\"receipt\"", "\"delivered\"");

    socket.abort();
    assertThat(ask(1, "GET", "/receive/" + ana.id(), "", ana.token()))
        .endsWith("{\"messages\":[]}");
  }

  /** A listener that keeps each whole frame. */
  private record Frames(BlockingQueue<String> whole, StringBuilder part)
      implements WebSocket.Listener {
    Frames(BlockingQueue<String> whole) {
      this(whole, new StringBuilder());
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        whole.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  /** Sends a request, and returns the status and body of the response. */
  private String ask(int server, String method, String path, String body, String token)
      throws Exception {
    var answer = http.send(request(server, method, path, body, token), BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  private HttpRequest request(int server, String method, String path, String body, String token) {
    var request = HttpRequest.newBuilder(servers.get(server).uri().resolve(path))
        .header("Content-Type", "application/json")
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return (token == null ? request : request.header("Authorization", "Bearer " + token)).build();
  }
}
