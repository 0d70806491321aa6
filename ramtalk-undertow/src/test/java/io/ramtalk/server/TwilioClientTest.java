package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.twilio.exception.ApiException;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.verify.v2.service.Verification;
import com.twilio.rest.verify.v2.service.VerificationCheck;
import com.twilio.security.RequestValidator;
import com.twilio.type.PhoneNumber;
import io.ramtalk.Eventually;
import io.ramtalk.RamTalk;
import io.ramtalk.VirtualClock;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The SMS facade as used by Twilio's own client library. */
final class TwilioClientTest {
  private static final String ACCOUNT = "AC0123456789abcdef0123456789abcdef";
  private static final String SERVICE = "VA0123456789abcdef0123456789abcdef";
  private static final String TOKEN = "an auth token";
  private static final String FROM = "+15005550006";
  private static final String TO = "+8801711111111";

  private final ControlledServer server = new ControlledServer();
  private final RamTalk talk = server.talk();
  private final VirtualClock clock = server.clock();
  private final TwilioRestClient twilio = client(server.uri(), ACCOUNT, TOKEN);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void create_landsInTheMailboxOfTheNumber() {
    var message = send("Hello, it\u2019s \ud83d\ude00 & co");

    assertThat(message.getSid()).matches("SM[0-9a-f]{32}");
    assertThat(message.getStatus()).isEqualTo(Message.Status.QUEUED);
    assertThat(message.getAccountSid()).isEqualTo(ACCOUNT);
    assertThat(message.getDirection()).isEqualTo(Message.Direction.OUTBOUND_API);
    assertThat(message.getDateSent()).isNull();
    assertThat(server.receive(TO)).singleElement().satisfies(received -> {
      assertThat(received.text()).isEqualTo("Hello, it\u2019s \ud83d\ude00 & co");
      assertThat(talk.user(received.from()).mobile().given()).isEqualTo(FROM);
    });
  }

  @Test
  void create_byNameOrService_hasASenderOfThatName() {
    Message.creator(new PhoneNumber(TO), new PhoneNumber("ACME"), "1").create(twilio);
    Message.creator(new PhoneNumber(TO), "MG0123456789abcdef0123456789abcdef", "2")
        .create(twilio);
    Message.creator(new PhoneNumber(TO), new PhoneNumber("ACME"), "3").create(twilio);

    var senders = server.receive(TO).stream()
        .map(received -> talk.user(received.from())).toList();
    assertThat(senders).extracting(user -> user.name())
        .containsExactly("ACME", "MG0123456789abcdef0123456789abcdef", "ACME");
    assertThat(senders.get(0)).isEqualTo(senders.get(2));
    assertThat(senders.get(0).mobile().canonical()).startsWith("+999");
  }

  @Test
  void fetch_saysWhatBecameOfIt() {
    var sid = send("Hello").getSid();
    clock.advance(Duration.ofMinutes(1));

    var message = Message.fetcher(sid).fetch(twilio);

    assertThat(message.getStatus()).isEqualTo(Message.Status.DELIVERED);
    assertThat(message.getBody()).isEqualTo("Hello");
    assertThat(message.getTo()).isEqualTo(TO);
    assertThat(message.getFrom()).hasToString(FROM);
    assertThat(message.getDateCreated().toInstant()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(message.getErrorCode()).isNull();
    assertRefused(() -> Message.fetcher("SM" + "0".repeat(32)).fetch(twilio), 404, 20404);
  }

  @Test
  void list_pagesOfThoseToANumber_newestFirst() {
    for (int i = 0; i < 5; i++) {
      send("to one " + i);
    }
    Message.creator(new PhoneNumber("+8801722222222"), new PhoneNumber(FROM), "to another")
        .create(twilio);

    var all = Message.reader().read(twilio);
    var toOne = Message.reader().setTo(new PhoneNumber(TO)).setPageSize(2L).read(twilio);

    assertThat(StreamSupport.stream(all.spliterator(), false)).hasSize(6)
        .first().satisfies(message -> assertThat(message.getBody()).isEqualTo("to another"));
    assertThat(toOne).extracting(Message::getBody).containsExactly(
        "to one 4", "to one 3", "to one 2", "to one 1", "to one 0");
  }

  @Test
  void statusCallbacks_comeInOrderAndSigned() throws Exception {
    var calls = new LinkedBlockingQueue<Gateway.Asked>();
    var signatures = new LinkedBlockingQueue<String>();
    try (var app = Gateway.answering((gateway, exchange, number) -> {
      signatures.add(exchange.getRequestHeaders().getFirst("X-Twilio-Signature"));
      calls.add(gateway.asked().get(number));
      response(exchange);
    })) {
      var message = Message.creator(new PhoneNumber(TO), new PhoneNumber(FROM), "Hello & co")
          .setStatusCallback(app.uri()).create(twilio);

      for (var status : new String[] {"sent", "delivered"}) {
        var call = Eventually.take(calls);
        var form = form(call.body());
        assertThat(call.method()).isEqualTo("POST");
        assertThat(form).containsEntry("MessageSid", message.getSid())
            .containsEntry("MessageStatus", status).containsEntry("SmsStatus", status)
            .containsEntry("AccountSid", ACCOUNT).containsEntry("To", TO)
            .containsEntry("From", FROM).containsEntry("ApiVersion", "2010-04-01");
        var signature = Eventually.take(signatures);
        assertThat(new RequestValidator(TOKEN).validate(app.uri().toString(), form, signature))
            .isTrue();
        assertThat(new RequestValidator("other").validate(app.uri().toString(), form, signature))
            .isFalse();
      }
    }
  }

  @Test
  void create_wrong_refusedByTheNumberOfTheFault() {
    var to = new PhoneNumber(TO);
    var from = new PhoneNumber(FROM);

    assertRefused(() -> Message.creator(new PhoneNumber("phone"), from, "x").create(twilio),
        400, 21211);
    assertRefused(() -> Message.creator(new PhoneNumber(""), from, "x").create(twilio),
        400, 21604);
    assertRefused(() -> Message.creator(to, new PhoneNumber("!"), "x").create(twilio), 400, 21212);
    assertRefused(() -> Message.creator(to, from, "").create(twilio), 400, 21602);
    assertRefused(() -> Message.creator(to, from, "x".repeat(1_601)).create(twilio), 400, 21617);
    assertRefused(() -> Message.creator(to, from, "x").setStatusCallback("nowhere")
        .create(twilio), 400, 21609);
    assertThat(server.receive(TO)).isEmpty();
    assertThat(Message.reader().read(twilio)).isEmpty();
  }

  @Test
  void create_phoneIsFull_refusedAsAFullQueue() {
    for (int i = 0; i < 5; i++) {
      send("fits");
    }

    assertRefused(() -> send("does not"), 429, 21611);
    assertThat(Message.reader().read(twilio)).hasSize(5);
  }

  @Test
  void account_ofAnother_seesNothing() {
    var sid = send("Hello").getSid();
    var other = client(server.uri(), "AC" + "f".repeat(32), "x");

    assertThat(Message.reader().read(other)).isEmpty();
    assertRefused(() -> Message.fetcher(sid).fetch(other), 404, 20404);
  }

  @Test
  void account_thatIsConfigured_isTheOnlyOne() {
    try (var own = new ControlledServer(
        limits -> limits, settings -> settings.smsAccount(ACCOUNT, TOKEN))) {
      var known = client(own.uri(), ACCOUNT, TOKEN);

      Message.creator(new PhoneNumber(TO), new PhoneNumber(FROM), "Hello").create(known);

      assertThat(own.receive(TO)).hasSize(1);
      assertRefused(() -> Message.reader().read(client(own.uri(), ACCOUNT, "wrong")),
          401, 20003);
      assertRefused(() -> Message.reader().read(client(own.uri(), "AC1", TOKEN)), 401, 20003);
      assertThat(own.caller().get("/2010-04-01/Accounts/" + ACCOUNT
          + "/Messages.json").status()).isEqualTo(401);
    }
  }

  @Test
  void verification_rightCode_approvedOnce() {
    var verification = Verification.creator(SERVICE, TO, "sms").create(twilio);
    var code = code();

    assertThat(verification.getStatus()).isEqualTo("pending");
    assertThat(verification.getSid()).matches("VE[0-9a-f]{32}");
    assertThat(check("000000".equals(code) ? "000001" : "000000")).isEqualTo("pending");
    assertThat(check(code)).isEqualTo("approved");
    assertRefused(() -> check(code), 404, 20404);
  }

  @Test
  void verification_startedAgain_isTheSameUntilItsTimeIsUp() {
    var first = Verification.creator(SERVICE, TO, "sms").create(twilio);
    var firstCode = code();
    clock.advance(Duration.ofMinutes(9));
    var second = Verification.creator(SERVICE, TO, "sms").create(twilio);

    assertThat(second.getSid()).isEqualTo(first.getSid());
    assertThat(second.getSendCodeAttempts()).hasSize(2);
    assertThat(code()).isEqualTo(firstCode);
    clock.advance(Duration.ofMinutes(1));
    assertRefused(() -> check(firstCode), 404, 20404);
    assertThat(Verification.creator(SERVICE, TO, "sms").create(twilio).getSid())
        .isNotEqualTo(first.getSid());
  }

  @Test
  void verification_tooManyChecksOrSends_refused() {
    Verification.creator(SERVICE, TO, "sms").setCustomCode("abc123")
        .setCustomFriendlyName("Acme").create(twilio);
    assertThat(server.receive(TO)).singleElement().satisfies(received -> assertThat(received.text())
        .isEqualTo("Your Acme verification code is: abc123"));
    for (int i = 0; i < 5; i++) {
      assertThat(check("wrong" + i)).isEqualTo("pending");
    }

    assertRefused(() -> check("abc123"), 429, 60202);
    for (int i = 1; i < 5; i++) {
      Verification.creator(SERVICE, TO, "sms").create(twilio);
      server.receive(TO);
    }
    assertRefused(() -> Verification.creator(SERVICE, TO, "sms").create(twilio), 429, 60203);
  }

  @Test
  void verification_bySid_isFound() {
    var sid = Verification.creator(SERVICE, TO, "sms").create(twilio).getSid();

    assertThat(VerificationCheck.creator(SERVICE).setVerificationSid(sid).setCode(code())
        .create(twilio).getValid()).isTrue();
  }

  @Test
  void verification_wrong_refused() {
    assertRefused(() -> Verification.creator(SERVICE, "phone", "sms").create(twilio), 400, 60200);
    assertRefused(() -> Verification.creator(SERVICE, TO, "call").create(twilio), 400, 60200);
    assertRefused(() -> check("1"), 400, 60200);
    assertRefused(() -> check("123456"), 404, 20404);
    assertThat(server.receive(TO)).isEmpty();
  }

  @Test
  void facade_leavesNothingInTheBudget() {
    send("Hello");
    Verification.creator(SERVICE, TO, "sms").create(twilio);
    long held = talk.operations().budget().used();
    talk.users().map(user -> user.id()).toList().forEach(talk::delete);
    assertThat(talk.operations().budget().used()).isPositive().isLessThan(held);

    server.server().close();

    assertThat(talk.operations().budget().used()).isZero();
  }

  @Test
  void inbox_ofAnyNumber_isThereForWhoWaitsFirst() {
    var reply = server.caller().get("/inbox/+8801733333333?match=x");

    assertThat(reply.text("code")).isEqualTo("nothing_matched");
    assertThat(talk.find("+8801733333333")).isPresent();
  }

  @Test
  void routes_withoutTheFacade_areNotThere() throws IOException {
    try (var plain = RamTalkServer.builder().port(0).build().start()) {
      assertThat(plain.routes()).noneMatch(route -> route.template().startsWith("/2010")
          || route.template().startsWith("/v2"));
      assertThatThrownBy(() -> Message.reader().read(client(plain.uri(), ACCOUNT, TOKEN)))
          .isInstanceOf(ApiException.class);
    }
  }

  /** A client that sends each request to the server instead of the provider. */
  private static final class Redirected extends NetworkHttpClient {
    private final URI server;

    Redirected(URI server) {
      this.server = server;
    }

    @Override
    public Response makeRequest(Request request) {
      var path = request.constructURL().getFile();
      var moved = new Request(request.getMethod(), server.resolve(path).toString());
      request.getPostParams().forEach(
          (name, values) -> values.forEach(value -> moved.addPostParam(name, value)));
      moved.setContentType(request.getContentType());
      moved.setAuth(request.getUsername(), request.getPassword());
      return super.makeRequest(moved);
    }
  }

  private static TwilioRestClient client(URI server, String account, String token) {
    return new TwilioRestClient.Builder(account, token)
        .httpClient(new Redirected(server)).build();
  }

  private Message send(String body) {
    return Message.creator(new PhoneNumber(TO), new PhoneNumber(FROM), body).create(twilio);
  }

  private String code() {
    var texts = server.receive(TO);
    var text = texts.get(texts.size() - 1).text();
    assertThat(text).matches("Your verification code is: \\d{6}");
    return text.substring(text.length() - 6);
  }

  private String check(String code) {
    return VerificationCheck.creator(SERVICE).setTo(TO).setCode(code).create(twilio).getStatus();
  }

  private static void assertRefused(ThrowingCallable call, int status, int code) {
    var refusal = catchThrowableOfType(ApiException.class, call);
    assertThat(refusal.getStatusCode()).as(refusal.getMessage()).isEqualTo(status);
    assertThat(refusal.getCode()).isEqualTo(code);
    assertThat(refusal.getMoreInfo()).endsWith("/" + code);
  }

  private static void response(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private static Map<String, String> form(String body) {
    var form = new TreeMap<String, String>();
    for (var pair : body.split("&")) {
      var words = pair.split("=", 2);
      form.put(URLDecoder.decode(words[0], StandardCharsets.UTF_8),
          URLDecoder.decode(words[1], StandardCharsets.UTF_8));
    }
    return form;
  }
}
