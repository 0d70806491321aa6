package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UserIdTest {
  private static final String TEXT = "01234567-89ab-4cde-8f01-23456789abcd";

  @Test
  void parse_printedForm_roundTrip() {
    var id = UserId.parse(TEXT);

    assertThat(id).hasToString(TEXT);
    assertThat(id.uuid()).isEqualTo(UUID.fromString(TEXT));
  }

  @Test
  void parse_upperCase_sameId() {
    var id = UserId.parse("01234567-89AB-4CDE-8F01-23456789ABCD");

    assertThat(id).isEqualTo(UserId.parse(TEXT)).hasSameHashCodeAs(UserId.parse(TEXT));
    assertThat(id).hasToString(TEXT);
  }

  @Test
  void parse_extremes_roundTrip() {
    var zeros = "00000000-0000-0000-0000-000000000000";
    var ones = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    assertThat(UserId.parse(zeros)).isEqualTo(new UserId(0, 0)).hasToString(zeros);
    assertThat(UserId.parse(ones)).isEqualTo(new UserId(-1, -1)).hasToString(ones);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "",
      "1-1-1-1-1",
      "0123456789ab4cde8f0123456789abcd",
      "01234567-89ab-4cde-8f01-23456789abc",
      "01234567-89ab-4cde-8f01-23456789abcde",
      "{1234567-89ab-4cde-8f01-23456789abc}",
      "01234567+89ab-4cde-8f01-23456789abcd",
      "-1234567-89ab-4cde-8f01-23456789abcd",
      "+1234567-89ab-4cde-8f01-23456789abcd",
      "0123456-789ab-4cde-8f01-23456789abcd",
      "01234567-89ab-4cde-8f01-23456789abcg",
      "01234567-89ab-4cde-8f01-2345678 abcd",
      "\u0660\u0661234567-89ab-4cde-8f01-23456789ab",
      "\uff101234567-89ab-4cde-8f01-23456789abc",
      "0123456\u0000-89ab-4cde-8f01-23456789abcd",
      "01234567-89ab-4cde-8f01-23456789abc\ud83d"
  })
  void parse_anythingElse_refused(String text) {
    Refusal.invalid("user_id_invalid", () -> UserId.parse(text));
  }

  @Test
  void parse_hugeText_shortRefusal() {
    var sentence = Refusal.invalid("user_id_invalid", () -> UserId.parse("x".repeat(1_000_000)));

    assertThat(sentence).hasSizeLessThan(200).contains("xxx");
  }

  @Test
  void random_many_distinctVersion4() {
    var ids = new HashSet<UserId>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(UserId.random());
    }

    assertThat(ids).hasSize(10_000);
    assertThat(ids).allSatisfy(id -> {
      assertThat(id.uuid().version()).isEqualTo(4);
      assertThat(id.uuid().variant()).isEqualTo(2);
      assertThat(UserId.parse(id.toString())).isEqualTo(id);
    });
  }

  @Test
  void equals_eachHalf_counts() {
    var id = new UserId(1, 2);

    assertThat(id).isEqualTo(new UserId(1, 2)).hasSameHashCodeAs(new UserId(1, 2));
    assertThat(id).isNotEqualTo(new UserId(1, 3)).isNotEqualTo(new UserId(3, 2));
    assertThat(id).isNotEqualTo(new UserId(2, 1)).isNotEqualTo(new Object()).isNotEqualTo(null);
  }
}
