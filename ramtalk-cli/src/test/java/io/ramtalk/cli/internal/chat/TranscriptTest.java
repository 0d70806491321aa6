package io.ramtalk.cli.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.cli.internal.chat.ChatLine.Kind;
import org.junit.jupiter.api.Test;

final class TranscriptTest {
  private final Transcript transcript = new Transcript();

  @Test
  void mark_messageThere_changesItsLineOnce() {
    transcript.add(own("1"));

    assertThat(transcript.mark("1", "read")).isEqualTo(own("1").in("read"));
    assertThat(transcript.mark("1", "read")).isNull();
    assertThat(transcript.lines()).containsExactly(own("1").in("read"));
  }

  @Test
  void mark_beforeTheMessage_isKeptForIt() {
    transcript.mark("1", "delivered");

    assertThat(transcript.add(own("1")).state()).isEqualTo("delivered");
  }

  @Test
  void add_manyLines_forgetsTheOldest() {
    for (int i = 0; i <= Transcript.MAX_LINES; i++) {
      transcript.add(own(Integer.toString(i)));
    }

    assertThat(transcript.lines()).hasSize(Transcript.MAX_LINES).startsWith(own("1"));
  }

  private static ChatLine own(String id) {
    return new ChatLine(Kind.OWN, "12:00", "Ana", "Hello", id, "queued");
  }
}
