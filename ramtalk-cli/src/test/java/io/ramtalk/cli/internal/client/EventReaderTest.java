package io.ramtalk.cli.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventReaderTest {
  private static final String STREAM = "\ufeffretry: 2000\n\n:\n\n"
      + "event: hello\ndata: {\"a\":1}\n\n"
      + "id: e-1\nevent: message\n: aside\ndata: \u09ac\u09be\u0982 \ud83d\ude00\n"
      + "data:  two\nfuture: x\n\n"
      + "data\n\nevent: none\n\n";
  private static final List<ServerEvent> EVENTS = List.of(
      new ServerEvent("hello", "{\"a\":1}", ""),
      new ServerEvent("message", "\u09ac\u09be\u0982 \ud83d\ude00\n two", "e-1"),
      new ServerEvent("message", "", "e-1"));

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void next_anyLineEnd_readsTheEvents(String lineEnd) throws IOException {
    assertThat(read(new ByteArrayInputStream(utf8(STREAM.replace("\n", lineEnd)))))
        .isEqualTo(EVENTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void next_splitAtAnyByte_readsTheSame(String lineEnd) throws IOException {
    var bytes = utf8(STREAM.replace("\n", lineEnd));
    for (int at = 0; at <= bytes.length; at++) {
      var split = new SequenceInputStream(new ByteArrayInputStream(bytes, 0, at),
          new ByteArrayInputStream(bytes, at, bytes.length - at));

      assertThat(read(split)).as("split at %d", at).isEqualTo(EVENTS);
    }
  }

  @Test
  void next_returnEndsTheEvent_doesNotWaitForALineFeed() throws IOException {
    var impatient = new InputStream() {
      private final InputStream bytes = new ByteArrayInputStream(utf8("data: a\r\r"));

      @Override
      public int read() throws IOException {
        return bytes.read();
      }

      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        int count = bytes.read(buffer, from, 1);
        assertThat(count).as("asks for more than the event").isPositive();
        return count;
      }
    };

    assertThat(new EventReader(impatient).next()).isEqualTo(new ServerEvent("message", "a", ""));
  }

  @Test
  void next_endInsideAnEvent_isNoEvent() throws IOException {
    assertThat(read(new ByteArrayInputStream(utf8("data: a\n")))).isEmpty();
    assertThat(read(new ByteArrayInputStream(utf8("data: a")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "data: 1234567", "data: 12345\ndata: 12", ": 123456789012", "x\ny\nz\nzzzzzzzzzz"})
  void next_eventOverTheBound_isRefused(String event) {
    var reader = new EventReader(new ByteArrayInputStream(utf8(event + "\n\n")), 12);

    assertThatThrownBy(reader::next).isInstanceOf(IOException.class)
        .hasMessage("an event has more than 12 bytes");
  }

  @Test
  void next_lineWithoutEnd_isRefusedAndNotCollected() {
    var endless = new InputStream() {
      @Override
      public int read() {
        return 'a';
      }
    };

    assertThatThrownBy(() -> new EventReader(endless, 1 << 20).next())
        .isInstanceOf(IOException.class).hasMessageContaining("more than 1048576 bytes");
  }

  @Test
  void next_manyEventsAndComments_boundIsOfEach() throws IOException {
    var bytes = utf8(":keep\n\ndata: 1\n\n".repeat(100));

    var reader = new EventReader(new ByteArrayInputStream(bytes), 12);
    int events = 0;
    while (reader.next() != null) {
      events++;
    }

    assertThat(events).isEqualTo(100);
  }

  @Test
  void next_bytesThatAreNotUtf8_areRefused() {
    var overlong = new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xc0, (byte) 0x80, '\n', '\n'};

    assertThatThrownBy(() -> new EventReader(new ByteArrayInputStream(overlong)).next())
        .isInstanceOf(IOException.class).hasMessage("an event is not UTF-8");
  }

  @Test
  void next_idWithNul_isIgnored() throws IOException {
    assertThat(read(new ByteArrayInputStream(utf8("id: a\n\nid: b\0\ndata: x\n\n"))))
        .containsExactly(new ServerEvent("message", "x", "a"));
  }

  private static List<ServerEvent> read(InputStream in) throws IOException {
    var events = new ArrayList<ServerEvent>();
    var reader = new EventReader(in);
    for (var event = reader.next(); event != null; event = reader.next()) {
      events.add(event);
    }
    return events;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
