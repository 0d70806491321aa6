package io.ramtalk.benchmarks.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.server.RamTalkServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The number and length of the bare frames, which equal those of RAMTalk. */
final class BareFramesTest {
  @Test
  void frames_areAsManyAndAsLongAsThoseOfRamTalk() throws Exception {
    try (var ramtalk = RamTalkServer.builder().port(0).build().start()) {
      var user = ramtalk.messenger().signUp("01711111111").user().id().toString();
      var bare = LiveServers.bare(new BareFrames());
      try (var own = new LiveSocket(ramtalk.port(), "/ws/" + user);
          var other = new LiveSocket(LiveServers.port(bare), "/")) {
        own.receive("caught_up");

        var frames = exchange(own, user);

        assertThat(exchange(other, user)).as(frames.toString()).extracting(String::length)
            .containsExactlyElementsOf(frames.stream().map(String::length).toList());
      } finally {
        bare.stop();
      }
    }
  }

  /** Sends and acknowledges a message, and returns the three received frames, sorted by type. */
  private static List<String> exchange(LiveSocket socket, String user) throws IOException {
    socket.send(("{\"type\":\"send\",\"to_id\":\"" + user + "\",\"message\":"
        + "\"0123456789abcdef0123456789abcdef\"}").getBytes(StandardCharsets.UTF_8));
    var first = socket.receive();
    var second = socket.receive();
    var message = first.contains("\"text\"") ? first : second;
    int at = message.indexOf("\"id\":\"") + 6;
    socket.send(("{\"type\":\"ack\",\"ids\":[\"" + message.substring(at, at + 13) + "\"]}")
        .getBytes(StandardCharsets.UTF_8));
    return Stream.of(first, second, socket.receive()).sorted().toList();
  }
}
