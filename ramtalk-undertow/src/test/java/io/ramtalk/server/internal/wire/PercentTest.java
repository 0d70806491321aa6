package io.ramtalk.server.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PercentTest {
  @Test
  void decode_escapes_toBytes() {
    assertThat(Percent.decode("a%c3%B6+%00%25z"))
        .isEqualTo("aö+\0%z".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void decode_otherCharacters_areBytes() {
    assertThat(Percent.decode("\u00ff")).containsExactly(0xff);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "a%4", "%zz", "%+1", "%-1", "%4 ", "%u0041", "%%41"})
  void decode_brokenEscape_refused(String encoded) {
    assertThatIllegalArgumentException().isThrownBy(() -> Percent.decode(encoded));
  }
}
