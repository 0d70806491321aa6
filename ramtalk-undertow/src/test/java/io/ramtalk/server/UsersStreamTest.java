package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UsersStreamTest {
  private static final String USERS = "GET /users HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final int RECEIVE_BUFFER_BYTES = 4 << 10;

  /* More connections than I/O threads, so each thread serves at least one. */
  private static final int STALLED = Runtime.getRuntime().availableProcessors() * 3;

  @Test
  void users_fiftyThousand_inOrder() throws Exception {
    int count = 50_000;
    try (var talk = RamTalk.create();
        var server = RamTalkServer.builder().messenger(talk).port(0).build().start()) {
      var ids = new ArrayList<String>(count);
      for (int i = 0; i < count; i++) {
        var profile = Profile.of("017" + (10_000_000 + i)).name("Name " + i);
        ids.add(talk.signUp(profile).user().id().toString());
      }

      var caller = new Caller(server.uri());
      var response = caller.client().send(
          caller.request("/users").build(), BodyHandlers.ofInputStream());

      try (var json = new JsonFactory().createParser(response.body())) {
        assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
        for (int i = 0; i < count; i++) {
          assertThat(json.nextFieldName()).isEqualTo(ids.get(i));
          assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
          assertThat(json.nextFieldName()).isEqualTo("mobile");
          assertThat(json.nextTextValue()).isEqualTo("017" + (10_000_000 + i));
          assertThat(json.nextFieldName()).isEqualTo("name");
          assertThat(json.nextTextValue()).isEqualTo("Name " + i);
          assertThat(json.nextFieldName()).isEqualTo("online");
          assertThat(json.nextBooleanValue()).isFalse();
          assertThat(json.nextToken()).isEqualTo(JsonToken.END_OBJECT);
        }
        assertThat(json.nextToken()).isEqualTo(JsonToken.END_OBJECT);
        assertThat(json.nextToken()).isNull();
      }
    }
  }

  @Test
  void readersThatStop_holdUpNobodyAndCostOnePieceEach() throws IOException {
    var engine = new EndlessUsers();
    try (var talk = RamTalk.builder().engine(engine).build();
        var server = RamTalkServer.builder().messenger(talk).port(0).build().start()) {
      var stalled = stalledReaders(server.port());

      for (int i = 0; i < STALLED * 10; i++) {
        var livez = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(RawConnection.ask(server.port(), livez.getBytes(StandardCharsets.US_ASCII))
            .status()).isEqualTo(200);
      }

      /* Bytes that fit into the kernel's socket buffers have already left the process. */
      assertThat(engine.walked() / STALLED).isBetween(1L, 200_000L);
      for (var connection : stalled) {
        connection.close();
      }
    }
  }

  @Test
  void slowReader_getsTheNextPiece() throws IOException {
    var engine = new EndlessUsers();
    try (var talk = RamTalk.builder().engine(engine).build();
        var server = RamTalkServer.builder().messenger(talk).port(0).build().start();
        var connection = new RawConnection(server.port(), RECEIVE_BUFFER_BYTES)) {
      connection.send(USERS);
      var buffer = new byte[64 << 10];
      long read = 0;
      while (read < 64 << 20) {
        read += connection.read(buffer);
      }

      assertThat(engine.walked() * EndlessUsers.BYTES_PER_USER).isGreaterThan(read);
      connection.breakOnClose();
    }
  }

  @Test
  void listThatFails_doesNotLookWhole() throws IOException {
    try (var talk = RamTalk.builder().engine(new EndlessUsers(1_000)).build();
        var server = RamTalkServer.builder().messenger(talk).port(0).build().start();
        var connection = new RawConnection(server.port())) {
      var response = connection.send(USERS).rest();

      assertThat(response).startsWith("HTTP/1.1 200 ").doesNotEndWith("\r\n0\r\n\r\n");
    }
  }

  @Test
  void readersThatBreakOff_leaveNothingBehind() throws IOException {
    try (var talk = RamTalk.builder().engine(new EndlessUsers()).build()) {
      var server = RamTalkServer.builder().messenger(talk).port(0).build().start();
      for (var connection : stalledReaders(server.port())) {
        connection.breakOnClose().close();
      }
      var caller = new Caller(server.uri());
      assertThat(caller.get("/livez").status()).isEqualTo(200);

      /* The close would wait for an exchange that is still open. */
      server.close(Duration.ofHours(1));
    }
  }

  private static List<RawConnection> stalledReaders(int port) throws IOException {
    var connections = new ArrayList<RawConnection>();
    for (int i = 0; i < STALLED; i++) {
      var connection = new RawConnection(port, RECEIVE_BUFFER_BYTES).send(USERS);
      assertThat(connection.read(new byte[100])).isPositive();
      connections.add(connection);
    }
    return connections;
  }
}
