package io.ramtalk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Mobile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mobile numbers packed into longs. */
final class PackedMobileTest {
  @ParameterizedTest
  @ValueSource(strings = {"017", "000", "+123", "123456789012345", "+999999999999999",
      "99999999999999999", "00000000000000000"})
  void canonical_packed_theSame(String canonical) {
    var mobile = new Mobile(canonical, canonical);

    assertThat(PackedMobile.canonical(PackedMobile.of(mobile))).isEqualTo(canonical);
  }
}
