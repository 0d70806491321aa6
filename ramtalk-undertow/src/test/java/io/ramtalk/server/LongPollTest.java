package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.UserId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that wait for mail. */
final class LongPollTest {
  /* The maximum for one user. */
  private static final int MAX_WAITING_PER_USER = 64;

  private final TestServer server = new TestServer(limits -> limits, settings -> settings
      .limit(ConnectionLimit.LONG_POLLS_PER_USER, MAX_WAITING_PER_USER));
  private final String receive = "/receive/" + server.bo();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?wait=25", "?wait=50&lease=30", "?wait=0.001&max=1"})
  void send_answersAtOnce(String query) throws IOException {
    try (var poll = server.poll(receive + query)) {
      var id = server.send("Hello");

      var response = poll.response();

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).contains(id, "Hello", "\"delivery_count\":1");
    }
  }

  @Test
  void mailThere_answersWithoutWaiting() throws IOException {
    server.send("Hello");

    var response = RawConnection.ask(
        server.port(), TestServer.get(receive + "?wait=50").getBytes());

    assertThat(response.text()).contains("Hello");
    assertThat(server.server().waiting()).isZero();
  }

  @Test
  void timeUp_emptyToTheMillisecond() throws IOException {
    try (var poll = server.poll(receive + "?wait=25")) {
      server.advanceMillis(24_999);
      assertThat(server.server().waiting()).isEqualTo(1);
      server.advanceMillis(1);

      assertThat(poll.response().text()).isEqualTo("{\"messages\":[]}");
      Eventually.that("nobody waits", () -> server.server().waiting() == 0);
    }
  }

  @Test
  void timeUp_ofLease_namesTheLease() throws IOException {
    try (var poll = server.poll(receive + "?wait=25&lease=30&lease_id=a")) {
      server.advanceMillis(25_000);

      assertThat(poll.response().text()).isEqualTo("{\"messages\":[],\"lease\":\"a\","
          + "\"lease_until\":\"2026-11-22T10:44:55.123Z\"}");
    }
  }

  @Test
  void lease_runsFromTheMomentOfDelivery() throws IOException {
    try (var poll = server.poll(receive + "?wait=25&lease=30")) {
      server.advanceMillis(10_000);
      server.send("Hello");

      assertThat(poll.response().text())
          .contains("\"lease_until\":\"2026-11-22T10:44:40.123Z\"");
    }
  }

  @Test
  void connection_goesOnAfterTheAnswer() throws IOException {
    try (var poll = server.poll(receive + "?wait=25")) {
      for (int i = 0; i < 10; i++) {
        server.send("Hello " + i);
        assertThat(poll.response().text()).contains("Hello " + i);
        poll.send(TestServer.get(receive + "?wait=25"));
        Eventually.that("one waits", () -> server.server().waiting() == 1);
      }
    }
  }

  @Test
  void nextRequest_sentWhileWaiting_answeredNext() throws IOException {
    try (var poll = server.poll(receive + "?wait=25")) {
      poll.send(TestServer.get("/livez") + TestServer.get("/inbox/" + server.bo()));
      new Caller(server.server().uri()).get("/livez");
      server.send("Hello");

      assertThat(poll.response().text()).contains("Hello");
      assertThat(poll.response().text()).contains("ok");
      assertThat(poll.response().text()).isEqualTo("{\"messages\":[]}");
    }
  }

  @Test
  void leaseReleasedOrEnded_answersTheNext() throws IOException {
    server.send("Hello");
    server.caller().get(receive + "?lease=10&lease_id=a");
    try (var poll = server.poll(receive + "?wait=25&lease=5")) {
      server.caller().postJson(receive + "/release", "{\"lease\":\"a\"}");
      assertThat(poll.response().text()).contains("Hello", "\"delivery_count\":2");
    }
    try (var poll = server.poll(receive + "?wait=25")) {
      server.advanceMillis(5_000);
      assertThat(poll.response().text()).contains("Hello", "\"delivery_count\":3");
    }
  }

  @Test
  void twoWait_eachMessageGoesToOne() throws IOException {
    try (var first = server.poll(receive + "?wait=25");
        var second = server.poll(receive + "?wait=25", 1)) {
      server.send("1");
      Eventually.that("one waits", () -> server.server().waiting() == 1);
      server.send("2");
      Eventually.that("nobody waits", () -> server.server().waiting() == 0);

      assertThat(List.of(first.response().text(), second.response().text()))
          .anyMatch(text -> text.contains("\"text\":\"1\"") && !text.contains("\"text\":\"2\""))
          .anyMatch(text -> text.contains("\"text\":\"2\"") && !text.contains("\"text\":\"1\""));
    }
  }

  @Test
  void fourPoll_allTheTime_everyMessageOnce() throws Exception {
    int count = 1_000;
    var received = new ConcurrentLinkedQueue<String>();
    var all = new CountDownLatch(count);
    var pollers = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      pollers.add(new Thread(() -> pollUntilStopped(received, all)));
    }
    pollers.forEach(Thread::start);

    for (int i = 0; i < count; i++) {
      var text = "{\"from_id\":\"%s\",\"to_id\":\"%s\",\"message\":\"%d\"}"
          .formatted(server.ana(), server.bo(), i);
      Eventually.that("there is room",
          () -> server.caller().postJson("/send", text).status() == 200);
    }

    Eventually.opens(all);
    Eventually.that("the pollers have stopped", () -> {
      server.advanceMillis(5_000);
      return pollers.stream().noneMatch(Thread::isAlive);
    });
    assertThat(received).hasSize(count).doesNotHaveDuplicates();
  }

  @Test
  void userDeleted_404() throws IOException {
    try (var poll = server.poll(receive + "?wait=25")) {
      server.caller().delete("/users/" + server.bo());

      var response = poll.response();

      assertThat(response.status()).isEqualTo(404);
      assertThat(response.text()).contains("\"code\":\"user_not_found\"");
    }
  }

  @Test
  void messengerClosed_503() throws IOException {
    try (var poll = server.poll(receive + "?wait=25")) {
      server.talk().close();

      assertThat(poll.response().status()).isEqualTo(503);
    }
  }

  @Test
  void serverClosed_answeredAndNotWaitedFor() throws IOException {
    try (var poll = server.poll(receive + "?wait=25");
        var other = server.poll(receive + "?wait=50&lease=30&lease_id=a", 1)) {
      server.server().close(Duration.ofHours(1));

      assertThat(poll.response().text()).isEqualTo("{\"messages\":[]}");
      assertThat(other.response().text()).contains("\"messages\":[]", "\"lease\":\"a\"");
      assertThat(poll.isAtEnd()).isTrue();
    }
  }

  @Test
  void tooManyForOneUser_429AndOthersMayWait() throws IOException {
    var polls = new ArrayList<RawConnection>();
    for (int i = 0; i < MAX_WAITING_PER_USER; i++) {
      polls.add(server.poll(receive + "?wait=25", i));
    }

    var refused = server.caller().get(receive + "?wait=25");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("code")).isEqualTo("too_many_waiting");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    polls.remove(0).close();
    polls.add(server.poll(receive + "?wait=25", MAX_WAITING_PER_USER - 1));
    polls.add(server.poll("/receive/" + server.ana() + "?wait=25", MAX_WAITING_PER_USER));
    closeAll(polls);
  }

  @Test
  void thousandWait_takeNoThread() throws IOException {
    var threads = ManagementFactory.getThreadMXBean();
    var users = new ArrayList<UserId>();
    for (int i = 0; i < 20; i++) {
      users.add(server.talk().signUp("0173" + (1_000 + i)).user().id());
    }
    server.poll(receive + "?wait=25").close();
    Eventually.that("nobody waits", () -> server.server().waiting() == 0);
    int before = threads.getThreadCount();

    var polls = new ArrayList<RawConnection>();
    for (int i = 0; i < 1_000; i++) {
      polls.add(server.poll("/receive/" + users.get(i % 20) + "?wait=50", i));
    }

    assertThat(threads.getThreadCount()).isLessThanOrEqualTo(before);
    server.advanceMillis(50_000);
    for (var poll : polls) {
      assertThat(poll.response().text()).isEqualTo("{\"messages\":[]}");
    }
    closeAll(polls);
  }

  @ParameterizedTest
  @CsvSource({"'', true", "'', false", "&lease=30, true", "&lease=30, false"})
  void clientGoneWhileWaiting_losesNothing(String query, boolean broken) throws IOException {
    var poll = server.poll(receive + "?wait=25" + query);
    if (broken) {
      poll.breakOnClose();
    }

    poll.close();
    Eventually.that("nobody waits", () -> server.server().waiting() == 0);
    server.send("Hello");

    assertThat(server.receive().text()).contains("Hello", "\"delivery_count\":1");
  }

  /**
   * A client that disconnects as the response is sent may or may not receive the response, but
   * loses no message.
   */
  @Test
  void clientGoneWithTheAnswerOnItsWay_leaseBringsItBack() throws IOException {
    for (int i = 0; i < 200; i++) {
      var poll = server.poll(receive + "?wait=25&lease=30");
      var closing = new Thread(() -> {
        try {
          poll.breakOnClose().close();
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      });
      closing.start();
      server.send("Hello " + i);
      Eventually.that("nobody waits", () -> server.server().waiting() == 0);

      server.advanceMillis(30_000);

      assertThat(server.receive().text()).containsOnlyOnce("Hello " + i);
    }
  }

  private void pollUntilStopped(ConcurrentLinkedQueue<String> received, CountDownLatch all) {
    var caller = new Caller(server.server().uri());
    while (all.getCount() > 0) {
      for (var text : caller.get(receive + "?wait=5&max=1").texts()) {
        received.add(text);
        all.countDown();
      }
    }
  }

  private static void closeAll(List<RawConnection> connections) throws IOException {
    for (var connection : connections) {
      connection.close();
    }
  }
}
