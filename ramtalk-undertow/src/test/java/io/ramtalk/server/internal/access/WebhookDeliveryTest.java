package io.ramtalk.server.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.Eventually;
import io.ramtalk.server.CodeDelivery.Message;
import io.ramtalk.server.Gateway;
import io.ramtalk.server.LogLines;
import io.ramtalk.server.internal.access.WebhookDelivery.Patience;
import io.ramtalk.server.internal.wire.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delivery of codes to an SMS gateway, including every kind of gateway fault. */
final class WebhookDeliveryTest {
  private static final Message MESSAGE =
      new Message("+8801711111109", "012345", Duration.ofMinutes(5));
  private static final String BODY = "{\"to\":\"+8801711111109\",\"text\":\"Your RAMTalk code is"
      + " 012345. It is valid for 5 minutes.\",\"code\":\"012345\"}";
  private static final String SECRET = "s3cret-of-the-gateway";
  private static final Duration NONE = Duration.ofMillis(1);
  private static final Patience PATIENT = new Patience(Eventually.LIMIT, List.of(NONE, NONE));
  private static final Patience HASTY =
      new Patience(Duration.ofMillis(100), List.of(NONE, NONE));

  private final LogLines log = new LogLines(WebhookDelivery.class);

  @AfterEach
  void noSecretInTheLog() {
    log.close();
    assertThat(log.lines()).noneMatch(line -> line.contains("012345") || line.contains(SECRET)
        || line.contains("017111111") || line.contains("account"));
  }

  private static WebhookDelivery to(Gateway gateway, Patience patience) {
    return new WebhookDelivery(gateway.uri(), SECRET, patience);
  }

  private static void awaitEnd(WebhookDelivery delivery) throws Exception {
    Eventually.that("all is brought or given up", () -> delivery.underWay() == 0);
  }

  private void assertGivenUp(String reason) {
    assertThat(log.lines()).singleElement().asString()
        .contains("************09", reason);
  }

  @Test
  void deliver_taken_askedOnce() throws Exception {
    try (var gateway = Gateway.answering(202); var delivery = to(gateway, PATIENT)) {
      delivery.deliver(MESSAGE);
      awaitEnd(delivery);

      assertThat(gateway.asked()).singleElement().satisfies(asked -> {
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.path()).isEqualTo("/sms?account=9");
        assertThat(asked.contentType()).isEqualTo("application/json");
        assertThat(asked.authorization()).isEqualTo("Bearer " + SECRET);
        assertThat(asked.body()).isEqualTo(BODY);
      });
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void deliver_noSecret_noHeader() throws Exception {
    try (var gateway = Gateway.answering(200);
        var delivery = new WebhookDelivery(gateway.uri(), null)) {
      delivery.deliver(MESSAGE);
      awaitEnd(delivery);

      assertThat(gateway.asked()).singleElement().extracting(Gateway.Asked::authorization)
          .isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void deliver_passingFault_triedAgain(int status) throws Exception {
    try (var gateway = Gateway.answering(status, 200); var delivery = to(gateway, PATIENT)) {
      delivery.deliver(MESSAGE);
      awaitEnd(delivery);

      assertThat(gateway.asked()).hasSize(2).allMatch(asked -> asked.body().equals(BODY));
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void deliver_faultThatStays_givenUpAfterThreeTries() throws Exception {
    try (var gateway = Gateway.answering(500); var delivery = to(gateway, PATIENT)) {
      delivery.deliver(MESSAGE);
      awaitEnd(delivery);

      assertThat(gateway.asked()).hasSize(3);
      assertGivenUp("status 500 (attempt 3)");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 302, 307, 308})
  void deliver_finalAnswer_notTriedAgainNorElsewhere(int status) throws Exception {
    try (var gateway = Gateway.answering(status); var delivery = to(gateway, PATIENT)) {
      delivery.deliver(MESSAGE);
      awaitEnd(delivery);

      assertThat(gateway.asked()).hasSize(1);
      assertGivenUp("status " + status + " (attempt 1)");
    }
  }

  @Test
  void deliver_noAnswerInTime_triedAgain() throws Exception {
    try (var gateway = Gateway.answering((self, exchange, number) -> self.hang());
        var delivery = to(gateway, HASTY)) {
      delivery.deliver(MESSAGE);
      awaitEnd(delivery);

      assertGivenUp("timeout (attempt 3)");
    }
  }

  @Test
  void deliver_answerThatDoesNotEnd_triedAgain() throws Exception {
    try (var gateway = Gateway.answering((self, exchange, number) -> {
      exchange.sendResponseHeaders(200, 1_000);
      exchange.getResponseBody().write('x');
      exchange.getResponseBody().flush();
      self.hang();
    }); var delivery = to(gateway, HASTY)) {
      delivery.deliver(MESSAGE);
      awaitEnd(delivery);

      assertGivenUp("timeout (attempt 3)");
    }
  }

  @Test
  void deliver_connectionCut_triedAgain() throws Exception {
    try (var gateway = Gateway.answering((self, exchange, number) -> {
      if (number > 0) {
        exchange.sendResponseHeaders(200, -1);
      }
      exchange.close();
    }); var delivery = to(gateway, PATIENT)) {
      delivery.deliver(MESSAGE);
      awaitEnd(delivery);

      assertThat(gateway.asked()).hasSizeGreaterThan(1);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void deliver_nobodyListens_givenUp() throws Exception {
    var gateway = Gateway.answering(200);
    gateway.close();
    try (var delivery = to(gateway, PATIENT)) {
      delivery.deliver(MESSAGE);
      awaitEnd(delivery);

      assertGivenUp("ConnectException (attempt 3)");
    }
  }

  @Test
  void deliver_pauses_kept() throws Exception {
    var pauses = List.of(Duration.ofMillis(50), Duration.ofMillis(150));
    try (var gateway = Gateway.answering(503);
        var delivery = to(gateway, new Patience(Eventually.LIMIT, pauses))) {
      delivery.deliver(MESSAGE);
      awaitEnd(delivery);

      var asked = gateway.asked();
      assertThat(asked).hasSize(3);
      for (int i = 0; i < 2; i++) {
        assertThat(asked.get(i + 1).nanos() - asked.get(i).nanos())
            .isGreaterThanOrEqualTo(pauses.get(i).toNanos());
      }
    }
  }

  @Test
  void deliver_tooManyUnderWay_refused() throws Exception {
    var pauses = List.of(Duration.ofHours(1));
    try (var gateway = Gateway.answering(500);
        var delivery = to(gateway, new Patience(Eventually.LIMIT, pauses))) {
      for (int i = 0; i < WebhookDelivery.MAX_UNDER_WAY; i++) {
        delivery.deliver(MESSAGE);
      }

      assertBusy(delivery);
      assertThat(delivery.underWay()).isEqualTo(WebhookDelivery.MAX_UNDER_WAY);
    }
  }

  @Test
  void deliver_many_allBroughtAFewAtATime() throws Exception {
    var few = new CountDownLatch(WebhookDelivery.MAX_ASKED);
    var asked = new AtomicInteger();
    var most = new AtomicInteger();
    try (var gateway = Gateway.answering((self, exchange, number) -> {
      most.accumulateAndGet(asked.incrementAndGet(), Math::max);
      few.countDown();
      few.await(Eventually.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      asked.decrementAndGet();
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    }); var delivery = to(gateway, PATIENT)) {
      for (int i = 0; i < 300; i++) {
        delivery.deliver(MESSAGE);
      }
      awaitEnd(delivery);

      assertThat(gateway.asked()).hasSize(300);
      assertThat(most).hasValue(WebhookDelivery.MAX_ASKED);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void close_cutsWhatIsUnderWay_refusesMore() throws Exception {
    try (var gateway = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      var uri = URI.create("http://127.0.0.1:" + gateway.getLocalPort());
      var delivery = new WebhookDelivery(uri, SECRET, PATIENT);
      delivery.deliver(MESSAGE);
      try (var connection = gateway.accept()) {
        connection.setSoTimeout((int) Eventually.LIMIT.toMillis());
        assertThat(connection.getInputStream().read()).isEqualTo('P');

        delivery.close();
        delivery.close();

        assertEnds(connection);
      }
      assertBusy(delivery);
    }
  }

  /** Reads to the end of the connection or its reset; fails on a timeout. */
  private static void assertEnds(Socket connection) throws IOException {
    try {
      connection.getInputStream().readAllBytes();
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  private static void assertBusy(WebhookDelivery delivery) {
    assertThatThrownBy(() -> delivery.deliver(MESSAGE)).isInstanceOfSatisfying(
        ProblemException.class, refusal -> {
          assertThat(refusal.status()).isEqualTo(503);
          assertThat(refusal.code()).isEqualTo("busy");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/", "/sms", "sms", "http:///sms", "mailto:a@b",
      "http://ana:s3cret-of-the-gateway@host/"})
  void gateway_noUsableUrl_refused(String url) {
    assertRefused(URI.create(url), null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3cret-of-the-gateway\n", "a b", "sécret"})
  void secret_noHeaderValue_refused(String secret) {
    assertRefused(URI.create("https://host/sms"), secret);
  }

  private static void assertRefused(URI gateway, @Nullable String secret) {
    assertThatThrownBy(() -> new WebhookDelivery(gateway, secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(SECRET);
  }
}
