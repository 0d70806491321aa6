package io.ramtalk.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.Profile;
import io.ramtalk.UserId;
import io.ramtalk.benchmarks.Person;
import io.ramtalk.server.RamTalkServer;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** The response sizes of the bare server, which equal those of RAMTalk for a fair comparison. */
final class BareServerTest {
  private static final String TEXT = "0123456789abcdef0123456789abcdef";

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void answers_ofMessages_areAsLongAsThoseOfRamTalk() throws Exception {
    try (var ramtalk = RamTalkServer.builder().port(0).build().start()) {
      var user = ramtalk.messenger().signUp("01711111111").user().id();

      withBare(HttpWork.MESSAGES, bare -> {
        assertThat(post(bare, "application/json", message(user)))
            .hasSameSizeAs(post(ramtalk.uri(), "application/json", message(user)));
        assertThat(get(bare, "/receive/" + user))
            .hasSameSizeAs(get(ramtalk.uri(), "/receive/" + user))
            .contains(TEXT);
      });
    }
  }

  @Test
  void answer_ofUsers_isAsLongAsThatOfRamTalk() throws Exception {
    try (var ramtalk = RamTalkServer.builder().port(0).build().start()) {
      for (int i = 0; i < HttpWork.USERS; i++) {
        ramtalk.messenger().signUp(
            Profile.of(Person.at(i).mobile()).name(Person.at(i).name()));
      }

      withBare(HttpWork.USERS1000, bare ->
          assertThat(get(bare, "/users")).hasSameSizeAs(get(ramtalk.uri(), "/users")));
    }
  }

  @Test
  void answer_ofBulk_isAsLongAsThatOfRamTalk() throws Exception {
    try (var ramtalk = RamTalkServer.builder().port(0).build().start()) {
      var messages = new StringBuilder();
      for (int i = 0; i < HttpWork.USERS; i++) {
        var user = ramtalk.messenger().signUp(Person.at(i).mobile()).user().id();
        messages.append(message(user)).append('\n');
      }
      var bulk = messages.toString();

      withBare(HttpWork.BULK, bare ->
          assertThat(post(bare, "application/x-ndjson", bulk))
              .hasSameSizeAs(post(ramtalk.uri(), "application/x-ndjson", bulk)));
    }
  }

  private interface Check {
    void of(URI bare) throws Exception;
  }

  private static void withBare(HttpWork work, Check check) throws Exception {
    Undertow bare = BareServer.start(work, 0);
    try {
      var address = (InetSocketAddress) bare.getListenerInfo().get(0).getAddress();
      check.of(URI.create("http://127.0.0.1:" + address.getPort()));
    } finally {
      bare.stop();
    }
  }

  private static String message(UserId user) {
    return "{\"from_id\":\"" + user + "\",\"to_id\":\"" + user + "\",\"message\":\"" + TEXT + "\"}";
  }

  private String post(URI server, String type, String body)
      throws IOException, InterruptedException {
    return response(HttpRequest.newBuilder(server.resolve("/send"))
        .header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private String get(URI server, String path) throws IOException, InterruptedException {
    return response(HttpRequest.newBuilder(server.resolve(path)));
  }

  private String response(HttpRequest.Builder request) throws IOException, InterruptedException {
    var response =
        client.send(request.timeout(Eventually.LIMIT).build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }
}
