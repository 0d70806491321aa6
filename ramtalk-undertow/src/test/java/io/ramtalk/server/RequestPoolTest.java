package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.access.Proxies;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.RefusalLog;
import io.ramtalk.server.internal.http.RequestPool;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Searches and exports, which never delay any other request. */
final class RequestPoolTest {

  /* Each letter starts a new match attempt, and each attempt reads 100 letters. */
  private static final String COSTLY = "?match=%5Ba-z%5D%7B100%7D9";

  private final TestServer server = new TestServer();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void stop() {
    release.countDown();
    server.close();
  }

  @Test
  void costlySearches_underWay_healthIsAnsweredFirst() throws Exception {
    for (var user : List.of(server.ana(), server.bo())) {
      for (int i = 0; i < 5; i++) {
        server.talk().send(server.boId(), UserId.parse(user), "abcdefgh".repeat(512));
      }
    }
    var searches = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < 24; i++) {
      searches.add(get("/inbox/" + (i % 2 == 0 ? server.ana() : server.bo()) + COSTLY));
    }

    assertThat(server.caller().get("/readyz").status()).isEqualTo(200);
    long done = searches.stream().filter(CompletableFuture::isDone).count();

    assertThat(done).as("searches before the health check").isLessThan(20);
    for (var search : searches) {
      assertThat(response(search).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void poolBusy_allElseAnswered() throws Exception {
    occupy();
    var search = get("/inbox/" + server.bo() + "?match=Hello");
    var export = get("/export/" + server.ana());
    awaitCount(RequestPool.halfOfProcessors() + 2);

    for (var path : List.of("/readyz", "/livez", "/stats", "/metrics", "/", "/page/chat.css",
        "/users", "/inbox/" + server.bo(), "/receive/" + server.bo())) {
      assertThat(server.caller().get(path).status()).as(path).isEqualTo(200);
    }

    assertThat(search).isNotDone();
    assertThat(export).isNotDone();
    release.countDown();
    assertThat(response(search).statusCode()).isEqualTo(404);
    assertThat(response(export).statusCode()).isEqualTo(200);
  }

  @Test
  void oneUser_tooManySearches_busyAndOthersGoOn() throws Exception {
    occupy();
    var searches = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < 16; i++) {
      searches.add(get("/inbox/" + server.bo() + "?match=Hello"));
    }
    awaitCount(RequestPool.halfOfProcessors() + 16);

    var refused = server.caller().get("/inbox/" + server.bo() + "?match=Hello");
    var ofAnother = get("/inbox/" + server.ana() + "?match=Hello");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("code")).isEqualTo("busy");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    release.countDown();
    assertThat(response(ofAnother).statusCode()).isEqualTo(404);
    for (var search : searches) {
      assertThat(response(search).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void clientGone_whileItsSearchWaits_connectionClosed() throws Exception {
    occupy();
    var client = new RawConnection(server.port())
        .send(TestServer.get("/inbox/" + server.bo() + "?match=Hello"));
    awaitCount(RequestPool.halfOfProcessors() + 1);

    client.close();

    Eventually.that("the server sees that the client left",
        () -> server.server().httpConnections() == 0);
    release.countDown();
    awaitCount(0);
  }

  @Test
  void nextRequest_sentWhileSearching_answeredNext() throws Exception {
    server.send("Hello");
    try (var connection = new RawConnection(server.port())) {
      for (var pattern : List.of("Hello", "nothing", "%28")) {
        connection.send(TestServer.get("/inbox/" + server.bo() + "?match=" + pattern)
            + TestServer.get("/livez"));

        assertThat(connection.response().status()).as(pattern).isIn(200, 404, 422);
        assertThat(connection.response().text()).contains("\"status\":\"ok\"");
      }
    }
  }

  @Test
  void requests_ofOneOwner_oneAtATimeAndOthersInBetween() throws Exception {
    var done = new LinkedBlockingQueue<String>();
    var problems = new Problems(server.talk().limits(),
        new RefusalLog(new Proxies(List.of()), () -> 0));
    try (var pool = new RequestPool(problems, "test", 1, 10)) {
      pool.execute("first", this::block);
      for (var owner : List.of("a", "a", "a", "b")) {
        pool.execute(owner, () -> done.add(owner));
      }
      release.countDown();

      var order = new ArrayList<String>();
      for (int i = 0; i < 4; i++) {
        order.add(Eventually.take(done));
      }
      assertThat(order).containsExactly("a", "b", "a", "a");
    }
  }

  @Test
  void search_moreStepsThanAllowed_422() {
    for (int i = 0; i < 5; i++) {
      server.send("x".repeat(4_096));
    }

    var refused = server.caller().get("/inbox/" + server.bo() + "?match=%5Ba-z%5D%7B900%7DZ");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("code")).isEqualTo("search_too_large");
    assertThat(refused.text("detail")).contains("18657280").contains("16000000");
    assertThat(server.caller().get("/inbox/" + server.bo()).messages()).hasSize(5);
  }

  /** Blocks all searches and exports until the test ends. */
  private void occupy() throws Exception {
    var pool = server.server().searches();
    for (int i = 0; i < RequestPool.halfOfProcessors(); i++) {
      pool.execute("test " + i, this::block);
    }
    awaitCount(RequestPool.halfOfProcessors());
  }

  private void block() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitCount(int count) throws Exception {
    Eventually.that(count + " requests in the pool",
        () -> server.server().searches().count() == count);
  }

  private CompletableFuture<HttpResponse<String>> get(String path) {
    return server.caller().client().sendAsync(
        server.caller().request(path).timeout(Eventually.LIMIT).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> response(CompletableFuture<HttpResponse<String>> request)
      throws Exception {
    return Eventually.get(request);
  }
}
