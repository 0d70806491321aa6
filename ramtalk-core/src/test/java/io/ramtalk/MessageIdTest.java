package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageIdTest {
  @ParameterizedTest
  @CsvSource({
      "0, 0000000000000",
      "1, 0000000000001",
      "31, 000000000000z",
      "32, 0000000000010",
      "9223372036854775807, 7zzzzzzzzzzzz",
      "-9223372036854775808, 8000000000000",
      "-1, fzzzzzzzzzzzz"
  })
  void parse_printedForm_roundTrip(long value, String text) {
    var id = new MessageId(value);

    assertThat(id).hasToString(text);
    assertThat(MessageId.parse(text)).isEqualTo(id);
  }

  @Test
  void parse_upperCase_sameId() {
    assertThat(MessageId.parse("01ABCDEFGHJKM")).isEqualTo(MessageId.parse("01abcdefghjkm"));
  }

  @Test
  void compareTo_randomIds_orderOfText() {
    var random = new Random(7);
    var ids = new ArrayList<MessageId>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(new MessageId(random.nextLong() >>> random.nextInt(64)));
    }

    var byText = new ArrayList<>(ids);
    byText.sort(Comparator.comparing(MessageId::toString));
    ids.sort(null);

    assertThat(ids).isEqualTo(byText);
    assertThat(ids).allSatisfy(
        id -> assertThat(MessageId.parse(id.toString())).isEqualTo(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "",
      "0",
      "000000000000",
      "00000000000000",
      "g000000000000",
      "zzzzzzzzzzzzz",
      "000000000000i",
      "000000000000l",
      "000000000000o",
      "000000000000u",
      "000000000000I",
      "-000000000001",
      "+000000000001",
      " 000000000001",
      "000000000001\n",
      "000000000000\u0661",
      "000000000000\uff11",
      "000000000000\u212a",
      "00000000000\ud83d\ude00",
      "000000000000\u0000"
  })
  void parse_anythingElse_refused(String text) {
    Refusal.invalid("message_id_invalid", () -> MessageId.parse(text));
  }

  @Test
  void parse_hugeText_shortRefusal() {
    var sentence =
        Refusal.invalid("message_id_invalid", () -> MessageId.parse("0".repeat(1_000_000)));

    assertThat(sentence).hasSizeLessThan(200);
  }
}
