package io.ramtalk.server.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonFieldsTest {
  @Test
  void text_stringNullOrAbsent() {
    var fields = fields("{\"a\":\"x\",\"b\":null,\"c\":{\"a\":[\"y\"]}}");

    assertThat(fields.text("a")).isEqualTo("x");
    assertThat(fields.text("b")).isNull();
    assertThat(fields.text("d")).isNull();
  }

  @Test
  void text_noString_refused() {
    var fields = fields("{\"a\":{\"b\":1}}");

    var refusal = catchThrowableOfType(ProblemException.class, () -> fields.text("a"));

    assertThat(refusal.code()).isEqualTo("field_no_string");
  }

  @Test
  void file_base64() {
    assertThat(fields("{\"a\":\"AAECAw==\"}").file("a")).containsExactly(0, 1, 2, 3);
  }

  @Test
  void file_noBase64_refused() {
    var fields = fields("{\"a\":\"A*\"}");

    var refusal = catchThrowableOfType(ProblemException.class, () -> fields.file("a"));

    assertThat(refusal.code()).isEqualTo("field_no_base64");
  }

  @Test
  void parse_exponentThatNoNumberHas_refused() {
    var body = "{\"a\":9e999999999999999}".getBytes(StandardCharsets.UTF_8);

    assertThat(refused(body).code()).isEqualTo("json_malformed");
  }

  @Test
  void parse_utf16_refused() {
    var body = "{\"a\":\"x\"}".getBytes(StandardCharsets.UTF_16LE);

    assertThat(refused(body).code()).isEqualTo("json_malformed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00e4", "\u00f8\u0088"})
  void parse_noUtf8_refused(String latin1) {
    var body = ("{\"a\":\"" + latin1 + "\"}").getBytes(StandardCharsets.ISO_8859_1);

    assertThat(refused(body).code()).isEqualTo("not_utf8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]}",
      "{\"a\":123456789012345678901234567890123}"})
  void parse_beyondBounds_refusedInPlainWords(String body) {
    assertThat(refused(body.getBytes(StandardCharsets.US_ASCII)).getMessage()).isEqualTo(
        "Body is not valid JSON: it is nested too deeply, or a number or a name is too long");
  }

  @Test
  void parse_byteOrderMark_skipped() {
    assertThat(fields("\ufeff{\"a\":\"x\"}").text("a")).isEqualTo("x");
    assertThat(refused("\ufeff\ufeff{}".getBytes(StandardCharsets.UTF_8)).code())
        .isEqualTo("json_malformed");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "x          | Body is not valid JSON: error at line 1, column 1",
      "{'a':}     | Body is not valid JSON: error at line 1, column 6",
      "{'a':1,    | Body is not valid JSON: error at line 1, column 8",
      "{'a':1,'a':2} | Body is not valid JSON: the member a appears twice"
  })
  void parse_malformed_saidInOwnWords(String body, String sentence) {
    assertThat(refused(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)).getMessage())
        .isEqualTo(sentence);
  }

  private static JsonFields fields(String body) {
    return JsonFields.parse(body.getBytes(StandardCharsets.UTF_8));
  }

  private static ProblemException refused(byte[] body) {
    return catchThrowableOfType(ProblemException.class, () -> JsonFields.parse(body));
  }
}
