package io.ramtalk.server.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressLiteralTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "0.0.0.0, 0.0.0.0",
    "255.249.199.9, 255.249.199.9",
    "::1, 0:0:0:0:0:0:0:1",
    "::, 0:0:0:0:0:0:0:0",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1",
    "2001:DB8:0:0:8:800:200C:417A, 2001:db8:0:0:8:800:200c:417a",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::ffff:192.0.2.1, 192.0.2.1",
    "0:0:0:0:0:ffff:c000:0201, 192.0.2.1",
    "64:ff9b::192.0.2.33, 64:ff9b:0:0:0:0:c000:221",
  })
  void parse_address_read(String text, String address) {
    assertThat(AddressLiteral.parse(text).getHostAddress()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "localhost", "example.com", "dead.beef", "face", "a", "1",
      "127.1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3.4", "1..2.3", "256.1.1.1", "1.2.3.999",
      "010.0.0.1", "1.2.3.04", "00.0.0.0", "0x7f.0.0.1", "0x7f000001", "2130706433", "+1.2.3.4",
      "-1.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4\n", "1.2.3.4/8", "1.2.3.4:80", "١.٢.٣.٤",
      "[::1]", ":", ":::", "::1::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "::g",
      "fe80::1%eth0", "fe80::1%1", "::1%", "::1.2.3", "::1.2.3.400", "::010.1.1.1", "1.2.3.4::",
      "::ffff:1.2.3.4.5", "unknown", "_hidden", "2001:db8::1/64", "::1 ", "::1]",
      "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"})
  void parse_otherText_null(String text) {
    assertThat(AddressLiteral.parse(text)).isNull();
  }
}
