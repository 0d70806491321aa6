package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.RamTalk;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.internal.wire.MediaType;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Access rules of every route for every kind of caller. A route without a row in the table below
 * fails the test.
 */
final class AccessTableTest {
  /* 401 and 403 mean that access is denied; every other status comes from the endpoint. */
  private static final Map<String, For> TABLE = table("""
      POST /signup                everyone
      POST /otp                   everyone
      POST /login                 everyone
      DELETE /login               user
      GET /logins                 user
      DELETE /logins              user
      DELETE /logins/{id}         user
      GET /users                  user
      GET /users/{id}             user
      PATCH /users/{id}           owner
      POST /users/{id}            owner
      DELETE /users/{id}          owner
      GET /users/{id}/image       user
      PUT /users/{id}/image       owner
      DELETE /users/{id}/image    owner
      POST /send                  user
      GET /receive/{id}           owner
      POST /receive/{id}          owner
      POST /receive/{id}/ack      owner
      POST /receive/{id}/release  owner
      GET /inbox/{id}             owner
      GET /sent/{id}              owner
      POST /read/{id}             owner
      GET /export/{id}            owner
      GET /stream/{id}            owner
      GET /ws/{id}                owner_or_first_frame
      GET /stats                  admin
      GET /metrics                admin
      GET /snapshot               admin
      GET /livez                  everyone
      GET /readyz                 everyone
      GET /                       everyone
      GET /docs                   everyone
      GET /openapi.json           everyone
      GET /page/{id}              everyone
      POST /2010-04-01/Accounts/{id}/Messages.json           sms_account
      GET /2010-04-01/Accounts/{id}/Messages.json            sms_account
      GET /2010-04-01/Accounts/{account}/Messages/{id}       sms_account
      POST /v2/Services/{id}/Verifications                   sms_account
      POST /v2/Services/{id}/VerificationCheck               sms_account
      GET /test/clock             everyone
      POST /test/clock            everyone
      POST /test/reset            everyone
      GET /test/faults            everyone
      POST /test/faults           everyone
      DELETE /test/faults         everyone
      """);

  private static final AtomicInteger NUMBERS = new AtomicInteger(10_000_000);

  private static OtpServer server;
  private static String expired;

  /** The callers that a route admits. */
  private enum For { EVERYONE, USER, OWNER, OWNER_OR_FIRST_FRAME, ADMIN, SMS_ACCOUNT }

  /** The callers. */
  enum Visitor { SILENT, LIAR, EXPIRED, SOMEBODY_ELSE, OWNER, ADMIN }

  @BeforeAll
  static void start() {
    server = new OtpServer(
        (builder, clock) -> withAllRoutes(OtpServer.unlimited(builder), clock));
    expired = newPerson().token();
    server.advance(RamTalkServerBuilder.DEFAULT_TOKEN_IDLE.plus(Duration.ofMillis(1)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void table_namesEveryRoute() {
    assertThat(lines(server.server())).containsExactlyInAnyOrderElementsOf(TABLE.keySet());
  }

  @Test
  void routesForTests_notAskedFor_notThere() {
    try (var usual = new OtpServer()) {
      assertThat(lines(usual.server())).isNotEmpty().noneMatch(
          line -> line.contains("/test/") || TABLE.get(line) == For.SMS_ACCOUNT);
    }
  }

  /** The SMS facade admits only the configured account with its secret. */
  @ParameterizedTest
  @CsvSource({"AC1:secret, 200", "AC1:wrong, 401", "AC2:secret, 401"})
  void smsAccount_shown_letInIfItIsTheOne(String account, int status) {
    var reply = server.caller().call(server.caller()
        .request("/2010-04-01/Accounts/AC1/Messages.json").header("Authorization", "Basic "
            + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)))
        .build());

    assertThat(reply.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource
  void otpMode_letsInWhomTheTableSays(Visitor visitor) {
    TABLE.forEach((line, whom) -> {
      var owner = newPerson();
      var reply = visit(server.caller(), line, owner.id(), token(visitor, owner));

      assertThat(reply.status()).as(visitor + " " + line).satisfies(
          status -> assertThat(refusal(status)).isEqualTo(expected(whom, visitor)));
    });
  }

  @Test
  void openMode_letsInEveryoneEverywhere() throws Exception {
    var clock = VirtualClock.startingAt(TestServer.START);
    try (var talk = RamTalk.builder().clock(clock).build();
        var open = withAllRoutes(RamTalkServer.builder().messenger(talk).port(0), clock)
            .insecureSnapshot(true).build().start()) {
      for (var line : lines(open)) {
        for (var token : List.of("", "rt_wrong", expired)) {
          var user = talk.signUp("0" + NUMBERS.incrementAndGet()).user();

          var reply = visit(new Caller(open.uri()), line, user.id().toString(), token);

          assertThat(refusal(reply.status())).as(line)
              .isEqualTo(TABLE.get(line) == For.SMS_ACCOUNT ? 401 : 0);
        }
      }
    }
  }

  @Test
  void customMode_knowsWhomTheProgramKnows() throws Exception {
    try (var talk = RamTalk.create();
        var custom = RamTalkServer.builder().messenger(talk).port(0)
            .authentication(request -> request.header("X-Person") == null ? null
                : talk.find(request.header("X-Person")).orElseThrow().id()).build().start()) {
      var ana = talk.signUp("01711111111").user();
      var path = "/receive/" + ana.id();
      var bo = talk.signUp("01722222222").user();
      var caller = new Caller(custom.uri());

      assertThat(caller.get(path).text("code")).isEqualTo("token_missing");
      assertThat(caller.call(caller.request(path)
          .header("X-Person", bo.mobile().given()).build()).status()).isEqualTo(403);
      assertThat(caller.call(caller.request(path)
          .header("X-Person", ana.mobile().given()).build()).status()).isEqualTo(200);
      assertThat(caller.postForm("mobile=01733333333").status()).isEqualTo(401);
      assertThat(caller.get("/livez").text("access")).isEqualTo("custom");
    }
  }

  private static RamTalkServerBuilder withAllRoutes(
      RamTalkServerBuilder builder, VirtualClock clock) {
    return builder.smsFacade(true).smsAccount("AC1", "secret").testControls(clock);
  }

  private static OtpServer.Person newPerson() {
    return server.logIn("0" + NUMBERS.incrementAndGet());
  }

  private static String token(Visitor visitor, OtpServer.Person owner) {
    return switch (visitor) {
      case SILENT -> "";
      case LIAR -> "rt_" + "A".repeat(43);
      case EXPIRED -> expired;
      case SOMEBODY_ELSE -> newPerson().token();
      case OWNER -> owner.token();
      case ADMIN -> OtpServer.ADMIN_TOKEN;
    };
  }

  /** Returns the status of the rejection, or 0 if the caller is admitted. */
  private static int expected(For whom, Visitor visitor) {
    boolean isUnknown = visitor.compareTo(Visitor.SOMEBODY_ELSE) < 0;
    return switch (whom) {
      case EVERYONE -> 0;
      case USER -> isUnknown ? 401 : 0;
      case OWNER -> isUnknown ? 401 : visitor == Visitor.SOMEBODY_ELSE ? 403 : 0;
      case OWNER_OR_FIRST_FRAME ->
          visitor == Visitor.SILENT ? 0 : expected(For.OWNER, visitor);
      case SMS_ACCOUNT -> 401; // A user token is never an SMS account.
      case ADMIN -> isUnknown ? 401 : visitor == Visitor.ADMIN ? 0 : 403;
    };
  }

  private static int refusal(int status) {
    return status == 401 || status == 403 ? status : 0;
  }

  private static Caller.Reply visit(Caller caller, String line, String id, String token) {
    var words = line.split(" ");
    var request = caller.request(words[1].replaceAll("\\{\\w+}", id)
        + (words[1].startsWith("/stream") ? "?presence=x" : ""));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return caller.call(withBody(request, words[0]).build());
  }

  /** Adds an empty JSON object as the body; endpoints reject it with neither 401 nor 403. */
  private static HttpRequest.Builder withBody(HttpRequest.Builder request, String method) {
    return method.equals("GET") ? request
        : request.header("Content-Type", MediaType.JSON)
            .method(method, BodyPublishers.ofString("{}"));
  }

  private static List<String> lines(RamTalkServer of) {
    return of.routes().stream().map(route -> route.method() + " " + route.template()).toList();
  }

  private static Map<String, For> table(String lines) {
    var table = new TreeMap<String, For>();
    Stream.of(lines.split("\n")).map(line -> line.split(" +")).forEach(words -> table.put(
        words[0] + " " + words[1], For.valueOf(words[2].toUpperCase(Locale.ROOT))));
    return table;
  }
}
