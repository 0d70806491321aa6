package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkBuilder;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The download of a snapshot. */
final class SnapshotRouteTest {
  private static final int PICTURE_BYTES = 400_000;
  private static final int USERS_WITH_PICTURES = 30;

  private static TestServer openServer() {
    return new TestServer(SnapshotRouteTest::withRoomForPictures,
        settings -> settings.insecureSnapshot(true)
            .timeout(ConnectionTimeout.WRITE, Duration.ofHours(1)));
  }

  private static RamTalkBuilder withRoomForPictures(RamTalkBuilder limits) {
    return limits.imageBytes(PICTURE_BYTES);
  }

  /** Makes a snapshot larger than all buffers between a server and its client. */
  private static void addPictures(RamTalk talk) {
    for (int i = 0; i < USERS_WITH_PICTURES; i++) {
      talk.signUp(Profile.of("018" + (10_000_000 + i)).image(Pictures.gif(PICTURE_BYTES)));
    }
  }

  private static byte[] written(RamTalk talk) throws IOException {
    var bytes = new ByteArrayOutputStream();
    talk.writeTo(bytes);
    return bytes.toByteArray();
  }

  @Test
  void snapshot_large_isThatOfTheMessenger() throws Exception {
    try (var server = openServer()) {
      addPictures(server.talk());
      server.send("Hello");

      var response = server.caller().client().send(
          server.caller().request("/snapshot").build(), BodyHandlers.ofByteArray());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type")).hasValue(
          "application/octet-stream");
      assertThat(response.headers().firstValue("Content-Disposition"))
          .hasValue("attachment; filename=\"ramtalk.snapshot\"");
      assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(response.body()).hasSizeGreaterThan(USERS_WITH_PICTURES * PICTURE_BYTES)
          .isEqualTo(written(server.talk()));
    }
  }

  @Test
  void snapshot_restored_deliversTheMessage() throws Exception {
    try (var server = openServer()) {
      server.send("Hello");
      var snapshot = RawConnection.ask(
          server.port(), TestServer.get("/snapshot").getBytes()).body();

      try (var talk = RamTalk.builder().clock(VirtualClock.startingAt(TestServer.START))
          .readFrom(new ByteArrayInputStream(snapshot))) {
        assertThat(talk.receive(server.boId()).get(0).text()).isEqualTo("Hello");
      }
    }
  }

  @Test
  void snapshot_openServer_disabledUnlessAllowed() {
    try (var server = new TestServer()) {
      var reply = server.caller().get("/snapshot");

      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.text("code")).isEqualTo("snapshot_disabled");
      assertThat(reply.text("detail")).contains("--insecure-snapshot");
    }
  }

  @Test
  void snapshot_serverWithLogins_forTheOperatorAlone() {
    try (var server = new OtpServer()) {
      var ana = server.logIn("01711111111");

      assertThat(server.as("", "GET", "/snapshot", "").status()).isEqualTo(401);
      assertThat(server.as(ana.token(), "GET", "/snapshot", "").text("code"))
          .isEqualTo("admin_only");
      assertThat(server.as(OtpServer.ADMIN_TOKEN, "GET", "/snapshot", "").body())
          .startsWith("RAMTalk\n");
    }
  }

  @Test
  void snapshot_head_noBody() throws IOException {
    try (var server = openServer(); var connection = new RawConnection(server.port())) {
      connection.send("HEAD /snapshot HTTP/1.1\r\nHost: localhost\r\n\r\n"
          + "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

      assertThat(connection.rest()).contains("HTTP/1.1 200 OK", "\"status\":\"ok\"")
          .doesNotContain("RAMTalk\n");
    }
  }

  @Test
  void snapshot_whileOneIsRead_busyUntilThatEnds() throws IOException {
    try (var server = openServer()) {
      addPictures(server.talk());
      try (var slow = new RawConnection(server.port(), 4_096)) {
        slow.send(TestServer.get("/snapshot")).beginAnswer();

        assertThat(status(server)).isEqualTo(503);
        assertThat(server.caller().get("/users").status()).isEqualTo(200);
        server.send("Delivered meanwhile");
        assertThat(server.talk().receive(UserId.parse(server.bo()))).hasSize(1);
      }
      Eventually.that("the next snapshot is written", () -> status(server) == 200);
    }
  }

  @Test
  void snapshot_clientThatNeverReads_disconnectedAndOthersAreServed() throws IOException {
    try (var server = new TestServer(SnapshotRouteTest::withRoomForPictures,
        settings -> settings.insecureSnapshot(true)
            .timeout(ConnectionTimeout.WRITE, Duration.ofMillis(500)));
        var silent = new RawConnection(server.port(), 4_096)) {
      addPictures(server.talk());
      silent.send(TestServer.get("/snapshot"));

      Eventually.that("the next snapshot is written", () -> status(server) == 200);
      Eventually.that("the silent client is disconnected",
          () -> server.server().httpConnections() == 0);
    }
  }

  @Test
  void snapshot_onOneConnection_leavesItInStep() throws IOException {
    try (var server = openServer(); var connection = new RawConnection(server.port())) {
      addPictures(server.talk());

      var snapshot = connection.send(TestServer.get("/snapshot")).response();
      var next = connection.send(TestServer.get("/livez")).response();

      assertThat(snapshot.body()).hasSizeGreaterThan(USERS_WITH_PICTURES * PICTURE_BYTES);
      assertThat(next.text()).contains("ok");
    }
  }

  @Test
  void close_snapshotUnderWay_endsInTime() throws IOException {
    try (var server = openServer(); var slow = new RawConnection(server.port(), 4_096)) {
      addPictures(server.talk());
      slow.send(TestServer.get("/snapshot")).beginAnswer();

      server.server().close(Duration.ofMillis(50));

      assertThat(slow.rest().length()).isLessThan(USERS_WITH_PICTURES * PICTURE_BYTES);
    }
  }

  private static int status(TestServer server) throws IOException {
    try (var connection = new RawConnection(server.port())) {
      return connection.send(TestServer.get("/snapshot")).response().status();
    }
  }
}
