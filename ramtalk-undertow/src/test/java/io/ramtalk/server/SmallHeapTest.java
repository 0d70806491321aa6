package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server with a heap of 64 MB under attack by clients that try to exhaust its memory. The server
 * rejects requests with 507, survives and serves again when there is room.
 *
 * <p>{@code -Dramtalk.hostile.seconds=60} prolongs the attack beyond the time that fills the
 * server.
 */
final class SmallHeapTest {
  private static final long SECONDS = Long.getLong("ramtalk.hostile.seconds", 0);
  private static final List<String> FLAGS =
      List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData");

  @Test
  @Tag("scaled")
  void hostileClients_refusedAndOthersServedAfterwards(@TempDir Path directory)
      throws Exception {
    try (var server = ServerProcess.start(directory, List.of(), FLAGS, "--port", "0")) {
      var responses = new HostileClients(server.uri().getPort(), SECONDS).run();

      assertThat(server.jvm().isAlive()).as("Alive after %s", responses).isTrue();
      assertThat(responses.keySet()).as("Answers %s", responses).contains("send 200", "signup 200")
          .anyMatch(response -> response.endsWith(" 507"))
          .noneMatch(response -> response.endsWith(" 500"));
      if (SECONDS > 0) {
        System.out.println("SmallHeapTest: " + SECONDS + " s, " + new TreeMap<>(responses));
      }
      var caller = new Caller(server.uri());
      fill(caller);
      assertServesAgain(caller);
    }
  }

  private static void fill(Caller caller) {
    var picture = Base64.getEncoder().encodeToString(Pictures.png(51_200));
    for (int i = 0; i < 10_000; i++) {
      var signUp = caller.postForm("mobile=0" + (2_000_000 + i));
      var user = signUp.text("user_id");
      if (signUp.status() == 507
          || caller.send(user, user, "Look", "\"image\":\"" + picture + "\"").status() == 507) {
        return;
      }
    }
    throw new AssertionError("A heap of 64 MB took 10,000 pictures");
  }

  private static void assertServesAgain(Caller caller) {
    while (caller.postForm("mobile=01711111111").status() == 507) {
      caller.get("/users?limit=100").json().fieldNames().forEachRemaining(
          user -> assertThat(caller.delete("/users/" + user).status()).isEqualTo(200));
    }
    var ana = caller.signUp("01711111111");
    assertThat(caller.send(ana, ana, "x".repeat(4_096)).status()).isEqualTo(200);
    assertThat(caller.get("/receive/" + ana).texts()).containsExactly("x".repeat(4_096));
  }
}
