package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextTest {
  private static final int MAX_BYTES = 4_096;
  private static final String GRIN = "\ud83d\ude00";

  @ParameterizedTest
  @CsvSource({
      "a, 1", "\u007f, 1", "\u0080, 2", "\u00e9, 2", "\u07ff, 2", "\u0800, 3", "\u20ac, 3",
      "\ud7ff, 3", "\ue000, 3", "\uffff, 3", "\ud800\udc00, 4", "\udbff\udfff, 4"
  })
  void encode_oneCharacter_boundInBytes(String character, int bytes) {
    byte[] utf8 = Text.encode(character, bytes);

    assertThat(utf8).hasSize(bytes).isEqualTo(character.getBytes(StandardCharsets.UTF_8));
    if (bytes > 1) {
      Refusal.invalid("text_too_long", () -> Text.encode(character, bytes - 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\u00e9", "\u20ac", GRIN})
  void encode_exactBound_accepted(String character) {
    int size = character.getBytes(StandardCharsets.UTF_8).length;
    var full = character.repeat(MAX_BYTES / size) + "a".repeat(MAX_BYTES % size);

    assertThat(Text.encode(full, MAX_BYTES)).hasSize(MAX_BYTES);
    var sentence = Refusal.invalid("text_too_long", () -> Text.encode(full + "a", MAX_BYTES));

    assertThat(sentence).contains("4097").contains("4096");
  }

  @Test
  void encode_empty_refused() {
    Refusal.invalid("text_empty", () -> Text.encode("", MAX_BYTES));
  }

  @Test
  void encode_nulAndBlank_kept() {
    assertThat(Text.encode("\u0000", MAX_BYTES)).containsExactly(0);
    assertThat(Text.encode(" ", MAX_BYTES)).containsExactly(' ');
  }

  @ParameterizedTest
  @ValueSource(chars = {'\ud83d', '\ude00'})
  void encode_loneSurrogate_refused(char lone) {
    assertThat(Refusal.invalid("text_not_unicode", () -> Text.encode("" + lone, MAX_BYTES)))
        .endsWith("character 0");
    assertThat(Refusal.invalid("text_not_unicode", () -> Text.encode(GRIN + lone, MAX_BYTES)))
        .endsWith("character 2");
    Refusal.invalid("text_not_unicode", () -> Text.encode(lone + "a", MAX_BYTES));
    Refusal.invalid("text_not_unicode", () -> Text.encode("a" + lone, MAX_BYTES));
    Refusal.invalid("text_not_unicode", () -> Text.encode("" + lone + lone, MAX_BYTES));
  }

  @Test
  void encode_randomText_sameBytesAsTheJdk() {
    var random = new Random(11);
    for (int i = 0; i < 2_000; i++) {
      var text = new StringBuilder();
      for (int length = 1 + random.nextInt(20); length > 0; length--) {
        int point = random.nextInt(Character.MAX_CODE_POINT + 1) >>> random.nextInt(17);
        text.appendCodePoint(point >= 0xd800 && point <= 0xdfff ? 'x' : point);
      }
      byte[] expected = text.toString().getBytes(StandardCharsets.UTF_8);

      assertThat(Text.encode(text.toString(), expected.length)).isEqualTo(expected);
      Refusal.invalid("text_too_long",
          () -> Text.encode(text.toString(), expected.length - 1));
    }
  }

  @Test
  void checkName_boundInCodePoints() {
    var longest = GRIN.repeat(64);

    assertThat(Text.checkName(longest, 64)).isSameAs(longest);
    assertThat(Text.checkName("", 64)).isEmpty();
    assertThat(Refusal.invalid("name_too_long", () -> Text.checkName(longest + "a", 64)))
        .contains("65").contains("64");
  }

  @Test
  void checkName_halfPair_refused() {
    Refusal.invalid("name_not_unicode", () -> Text.checkName("Bo\ud83d", 64));
    Refusal.invalid("name_not_unicode", () -> Text.checkName("\ude00Bo", 64));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, '\t', '\n', '\r', 0x1b, 0x7f, 0x85, 0x9f, 0x2028, 0x2029, 0x202a,
      0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0xfdd0, 0xfdef, 0xfffe,
      0xffff, 0x1fffe, 0x10ffff})
  void checkName_controlOrOverride_refused(int point) {
    var name = "Bo" + Character.toString(point) + "b";

    var sentence = Refusal.invalid("name_not_printable", () -> Text.checkName(name, 64));

    assertThat(sentence).endsWith(String.format("U+%04X", point));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\u00a0\u3000", "\u200b", "\u200e\u200f", "\ufeff", "\u00ad",
      "\u2060 \u200d", "\u034f", "\u3164", "\u115f\u1160", "\u2800", "\ufe0f", "\u0301",
      "\udb40\udc41", "\u180e", "\uffa0"})
  void checkName_nothingVisible_noName(String name) {
    assertThat(Text.checkName(name, 64)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ana", " Bo ", "\u0995\u09cd\u09b7\u200d", "\u05d0\u200f",
      "\ud83d\udc69\u200d\ud83d\udcbb", "\ud83c\udff4\udb40\udc67\udb40\udc7f", "\ue000", ".",
      "e\u0301"})
  void checkName_joinersAndMarks_kept(String name) {
    assertThat(Text.checkName(name, 64)).isSameAs(name);
  }
}
