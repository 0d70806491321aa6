package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ramtalk.Draft;
import io.ramtalk.Eventually;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.internal.access.RateLimiter;
import io.ramtalk.server.internal.mail.FaultPlan;
import io.ramtalk.server.internal.wire.MediaType;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test controls over HTTP: the clock, the reset and planned faults. */
final class TestControlsTest {
  private static final String MOBILE = "+8801711111111";
  private static final String AUTHORIZATION =
      "Basic " + Base64.getEncoder().encodeToString("AC1:secret".getBytes());

  private final Map<String, String> codes = new ConcurrentHashMap<>();
  private final ControlledServer server = new ControlledServer(limits -> limits, settings ->
      settings.access(Access.OTP).adminToken(OtpServer.ADMIN_TOKEN)
          .codeDelivery(message -> codes.put(message.mobile(), message.code())));
  private final RamTalk talk = server.talk();
  private final VirtualClock clock = server.clock();
  private final Caller caller = server.caller();
  private final UserId ana = server.signUp("01711111111");

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void clock_advanced_whatIsDueHasHappened() throws IOException {
    talk.send(Draft.of(ana, ana).text("Hello").expiresIn(Duration.ofSeconds(60)));

    var reply = caller.postJson("/test/clock", "{\"advance\":59.999}");
    assertThat(reply.body()).isEqualTo("{\"now\":\"2026-01-01T00:00:59.999Z\"}");
    assertThat(talk.operations().totals().expired()).isZero();
    caller.postJson("/test/clock", "{\"advance\":0.001}");

    assertThat(talk.operations().totals().expired()).isEqualTo(1);
    assertThat(clock.instant()).isEqualTo("2026-01-01T00:01:00Z");
    assertThat(caller.get("/test/clock").text("now")).isEqualTo("2026-01-01T00:01:00.000Z");
  }

  @Test
  void clock_ofAServerOfItsOwn_runsAndCanBeMoved() throws IOException {
    var ownClock = VirtualClock.running(Clock.systemUTC());
    try (var own = RamTalk.builder().clock(ownClock).build();
        var running = RamTalkServer.builder().messenger(own).testControls(ownClock).port(0)
            .build().start()) {
      var user = own.signUp("01711111111").user().id();
      var other = new Caller(running.uri());

      assertThat(other.get("/receive/" + user + "?wait=0.05").texts()).isEmpty();
      own.send(Draft.of(user, user).text("Hello").expiresIn(Duration.ofHours(1)));
      other.postJson("/test/clock", "{\"advance\":3600}");

      assertThat(other.get("/receive/" + user).texts()).isEmpty();
      assertThat(Instant.parse(other.get("/test/clock").text("now")))
          .isAfter(Instant.now().plusSeconds(3_500));
      assertThat(Instant.parse(other.post("/test/reset").text("now")))
          .isBefore(Instant.now().plusSeconds(60));
    }
  }

  @Test
  void reset_everythingIsForgotten() {
    var bo = logIn("01722222222");
    talk.send(ana, ana, "Hello");
    sms("Hello");
    caller.postJson("/otp", "{\"mobile\":\"01733333333\"}");
    plan("{\"on\":\"send\"}");
    clock.advance(Duration.ofDays(1));

    var reply = caller.post("/test/reset");

    assertThat(reply.body())
        .isEqualTo("{\"status\":\"reset\",\"now\":\"2026-01-01T00:00:00.000Z\"}");
    assertThat(talk.users()).isEmpty();
    assertThat(asBearer(bo, "/users").status()).isEqualTo(401);
    assertThat(asBearer(OtpServer.ADMIN_TOKEN, "/users").body()).isEqualTo("{}");
    assertThat(smsList().get("messages")).isEmpty();
    assertThat(caller.get("/test/faults").body()).isEqualTo("{\"planned\":0}");
    assertThat(caller.postJson("/login", "{\"mobile\":\"01733333333\",\"code\":\""
        + codes.get("01733333333") + "\"}").text("code")).isEqualTo("code_wrong");
    Eventually.that("only the buckets of the limits are left",
        () -> talk.operations().budget().used() == bucketBytes());
  }

  /**
   * Returns the cost of three buckets: a wrong token, and a failed login by address and by number.
   */
  private long bucketBytes() {
    return 3L * RateLimiter.BUCKET_BYTES;
  }

  @Test
  void send_secondIsPlannedToFail_refusedAndNoOther() {
    assertThat(plan("{\"on\":\"send\",\"nth\":2,\"status\":429}")).isEqualTo(1);

    assertThat(send().status()).isEqualTo(200);
    var refused = send();
    assertThat(send().status()).isEqualTo(200);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("code")).isEqualTo("fault_planned");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(talk.receive(ana)).hasSize(2);
    assertThat(caller.get("/test/faults").text("planned")).isEqualTo("0");
  }

  @Test
  void sms_isPlannedToFail_refusedInTheFormOfTheProvider() {
    plan("{\"on\":\"send\",\"status\":503}");

    var refused = sms("Hello");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("code")).isEqualTo("20503");
    assertThat(sms("Hello").status()).isEqualTo(201);
    assertThat(server.receive(MOBILE)).hasSize(1);
  }

  @Test
  void socket_isPlannedToBreak_cutBehindTheThirdFrame() throws Exception {
    plan("{\"on\":\"frame\",\"nth\":3}");
    talk.send(ana, ana, "one");
    talk.send(ana, ana, "two");
    /* The JDK's client may drop a frame that is undelivered when the connection ends. */
    try (var socket = RawWebSocket.open(
        server.port(), "/ws/" + ana, OtpServer.ADMIN_TOKEN)) {
      assertThat(socket.next().text()).contains("\"hello\"");
      assertThat(socket.next().text()).contains("\"one\"");
      assertThat(socket.next().text()).contains("\"two\"");
      assertThatThrownBy(socket::next).isInstanceOf(IOException.class);

      Eventually.that("the connection is cut", () -> server.server().liveConnections() == 0);
      assertThat(talk.receive(ana)).hasSize(2);
    }
    try (var again = LiveSocket.open(server.port(), "/ws/" + ana, OtpServer.ADMIN_TOKEN)) {
      again.next("hello");
      again.next("caught_up");
    }
  }

  @Test
  void stream_isPlannedToBreak_cutBehindTheFirstFrame() throws Exception {
    plan("{\"on\":\"frame\"}");
    try (var stream = EventStream.open(server.port(), "/stream/" + ana,
        "Authorization: Bearer " + OtpServer.ADMIN_TOKEN)) {
      stream.next("hello");

      Eventually.that("the connection is cut", () -> server.server().liveConnections() == 0);
    }
  }

  @Test
  void code_isPlannedToBeLate_comesThen() {
    plan("{\"on\":\"code\",\"delay\":30}");
    caller.postJson("/otp", "{\"mobile\":\"01711111111\"}");

    clock.advance(Duration.ofMillis(29_999));
    assertThat(codes).doesNotContainKey("01711111111");
    clock.advance(Duration.ofMillis(1));

    assertThat(codes).containsKey("01711111111");
  }

  @Test
  void sms_isPlannedToBeLate_isQueuedUntilThen() {
    plan("{\"on\":\"code\",\"delay\":30}");
    sms("Your code is 123456");
    assertThat(smsList().at("/messages/0/status").asText()).isEqualTo("queued");
    assertThat(talk.find(MOBILE)).isEmpty();

    clock.advance(Duration.ofSeconds(30));

    assertThat(server.receive(MOBILE)).hasSize(1);
    assertThat(smsList().at("/messages/0/status").asText()).isEqualTo("delivered");
  }

  @Test
  void sms_lateToAFullPhone_isUndelivered() {
    plan("{\"on\":\"code\",\"delay\":30}");
    sms("late");
    var phone = server.signUp(MOBILE);
    for (int i = 0; i < 5; i++) {
      talk.send(ana, phone, "fits");
    }

    clock.advance(Duration.ofSeconds(30));

    assertThat(smsList().at("/messages/0/status").asText()).isEqualTo("undelivered");
    assertThat(smsList().at("/messages/0/error_code").asInt()).isEqualTo(30001);
  }

  @Test
  void faults_cleared_doNotHappen() {
    plan("{\"on\":\"send\"}");

    assertThat(caller.delete("/test/faults").body()).isEqualTo("{\"planned\":0}");

    assertThat(send().status()).isEqualTo(200);
  }

  @Test
  void faults_tooMany_refused() {
    for (int i = 1; i <= FaultPlan.MAX_FAULTS; i++) {
      assertThat(plan("{\"on\":\"send\",\"nth\":" + i + "}")).isEqualTo(i);
    }

    assertThat(caller.postJson("/test/faults", "{\"on\":\"send\"}").text("code"))
        .isEqualTo("too_many_faults");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "/test/clock  | {}                                    | field_missing",
    "/test/clock  | {\"advance\":-1}                      | advance_invalid",
    "/test/clock  | {\"advance\":1e99}                    | advance_invalid",
    "/test/clock  | {\"advance\":\"1\"}                   | field_no_number",
    "/test/clock  | []                                    | json_no_object",
    "/test/faults | {}                                    | field_missing",
    "/test/faults | {\"on\":\"luck\"}                     | fault_invalid",
    "/test/faults | {\"on\":\"send\",\"nth\":0}           | fault_invalid",
    "/test/faults | {\"on\":\"send\",\"nth\":1.5}         | field_no_number",
    "/test/faults | {\"on\":\"send\",\"nth\":\"2\"}       | field_no_number",
    "/test/faults | {\"on\":\"send\",\"nth\":1e99}        | field_no_number",
    "/test/faults | {\"on\":\"send\",\"status\":200}      | fault_invalid",
    "/test/faults | {\"on\":\"send\",\"delay\":30}        | fault_invalid",
    "/test/faults | {\"on\":\"code\"}                     | fault_invalid",
    "/test/faults | {\"on\":\"code\",\"delay\":-1}        | fault_invalid",
    "/test/faults | {\"on\":\"code\",\"delay\":3601}      | fault_invalid",
  })
  void control_wrong_refusedAndNothingChanged(String path, String body, String code) {
    var before = talk.now();

    var reply = caller.postJson(path, body);

    assertThat(reply.text("code")).isEqualTo(code);
    assertThat(reply.status()).isEqualTo(422);
    assertThat(talk.now()).isEqualTo(before);
    assertThat(caller.get("/test/faults").text("planned")).isEqualTo("0");
  }

  @Test
  void controls_pageOfAnotherSite_isRefused() {
    assertThat(caller.call(caller.request("/test/reset").header("Sec-Fetch-Site", "cross-site")
        .POST(BodyPublishers.noBody()).build()).text("code")).isEqualTo("origin_refused");
    assertThat(talk.users()).hasSize(1);
  }

  @Test
  void routes_withoutTheControls_areNotThere() throws IOException {
    try (var plain = RamTalkServer.builder().port(0).build().start()) {
      assertThat(plain.routes()).noneMatch(route -> route.template().startsWith("/test"));
      assertThat(new Caller(plain.uri()).post("/test/reset").text("code"))
          .isEqualTo("route_not_found");
    }
  }

  @Test
  void controls_whereOthersReachThem_areRefused() {
    assertThatThrownBy(() -> RamTalkServer.builder().testControls(clock).insecureOpen(true)
        .host("0.0.0.0").build()).hasMessageContaining("--test-controls");
  }

  private int plan(String json) {
    var reply = caller.postJson("/test/faults", json);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json().get("planned").asInt();
  }

  private Caller.Reply send() {
    return caller.call(caller.request("/send").header("Content-Type", MediaType.JSON)
        .header("Authorization", "Bearer " + OtpServer.ADMIN_TOKEN)
        .POST(BodyPublishers.ofString("{\"from_id\":\"" + ana + "\",\"to_id\":\"" + ana
            + "\",\"message\":\"Hello\"}")).build());
  }

  private Caller.Reply sms(String body) {
    return caller.call(messages()
        .header("Content-Type", MediaType.URLENCODED).POST(BodyPublishers.ofString(
            "To=%2B8801711111111&From=%2B15005550006&Body=" + body.replace(' ', '+'))).build());
  }

  private JsonNode smsList() {
    return caller.call(messages().build()).json();
  }

  private HttpRequest.Builder messages() {
    return caller.request("/2010-04-01/Accounts/AC1/Messages.json")
        .header("Authorization", AUTHORIZATION);
  }

  private String logIn(String mobile) {
    caller.postJson("/otp", "{\"mobile\":\"" + mobile + "\"}");
    return caller.postJson("/login", "{\"mobile\":\"" + mobile + "\",\"code\":\""
        + codes.get(mobile) + "\"}").text("token");
  }

  private Caller.Reply asBearer(String token, String path) {
    return caller.call(
        caller.request(path).header("Authorization", "Bearer " + token).build());
  }
}
