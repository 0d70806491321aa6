package io.ramtalk.server.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.server.DefaultByteBufferPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParametersTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
    "form-data; name=\"a\"           | a",
    "form-data;name=a                | a",
    "form-data ; NAME = \"a\" ; x=y  | a",
    "form-data; filename=\"b\"; name=\"a\" | a",
    "form-data; filename=\"; name=b\"; name=\"a\" | a",
    "form-data; x=\"\\\"; name=b\"; name=a | a",
    "form-data; name=\"a; b\"        | a; b",
    "form-data; name=\"a \\\"b\\\\\" | a \"b\\",
    "form-data; name=\"\"            | ''",
    "form-data; name=                | ''",
    "form-data; name=\"              | ''",
    "form-data; name=\"a             | a",
    "form-data; name=\"a\\           | a\\",
    "form-data; name=a; name=b       | a",
  })
  void find_known(String header, String value) {
    assertThat(Parameters.find(header, "name")).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";", ";;", "form-data", "name=a", "form-data; name",
      "form-data; filename=a", "form-data; xname=a", "form-data; name*=a", "form-data; \"name=a"})
  void find_unknown_null(String header) {
    assertThat(Parameters.find(header, "name")).isNull();
  }

  @Test
  void form_withNameAfterFilename_read() {
    var body = """
        --b\r
        Content-Disposition: form-data; filename="me; name=x.png"; name="image"\r
        \r
        PNG\r
        --b--\r
        """.getBytes();

    assertThat(fields(body, "multipart/form-data; boundary=\"b\"").file("image"))
        .asString().isEqualTo("PNG");
  }

  private static Fields fields(byte[] body, String contentType) {
    try (var pool = new DefaultByteBufferPool(false, 1024)) {
      return MultipartForm.parse(body, contentType, pool);
    }
  }
}
