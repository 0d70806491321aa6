package io.ramtalk.server.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UrlencodedFormTest {
  @Test
  void parse_escapesPlusAndRawUtf8() {
    var fields = form("a=B%C3%B6+%26%2b&b=ö&c&=d&&e=f=g");

    assertThat(fields.text("a")).isEqualTo("Bö &+");
    assertThat(fields.text("b")).isEqualTo("ö");
    assertThat(fields.text("c")).isEmpty();
    assertThat(fields.text("")).isEqualTo("d");
    assertThat(fields.text("e")).isEqualTo("f=g");
    assertThat(fields.text("z")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "a=%zz, form_malformed",
    "a=%+1, form_malformed",
    "a%=1, form_malformed",
    "%ff=1, not_utf8",
    "a=1&a=2, field_repeated",
    "a=1&%61=2, field_repeated",
    "a&b&c&d&e&f&g&h&i, too_many_fields",
  })
  void parse_malformed_refused(String body, String code) {
    var refusal = catchThrowableOfType(ProblemException.class, () -> form(body));

    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = {
      "+8801711111111,+8801711111111",
      "+880 1711-111111,+880 1711-111111",
      "+\u09ee\u09ee\u09e6\u09e7\u09ed,+\u09ee\u09ee\u09e6\u09e7\u09ed",
      "++8801711111111,  8801711111111",
      "+01711111111, 01711111111",
      "+\u09e6\u09e7\u09ed, \u09e6\u09e7\u09ed",
      "+%2b880171, +880171",
      "%2b8801711111111,+8801711111111",
      "01711111111,01711111111",
      "+,' '"
  })
  void mobile_plusThatBecameOneSpace_isThere(String value, String mobile) {
    assertThat(form("a=" + value).mobile("a")).isEqualTo(mobile);
    assertThat(form("a=" + value).requiredMobile("a")).isEqualTo(mobile);
  }

  private static Fields form(String body) {
    return UrlencodedForm.parse(body.getBytes(StandardCharsets.UTF_8));
  }
}
