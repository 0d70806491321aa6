package io.ramtalk.server.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0",
    "10.0.0.0/8, 10.255.255.255",
    "192.168.4.0/22, 192.168.7.255",
    "128.0.0.0/1, 255.255.255.255",
    "0.0.0.0/1, 127.255.255.255",
    "0.0.0.0/8, 0.0.0.1",
    "10.1.2.3, 10.1.2.3",
    "10.1.2.3/32, 10.1.2.3",
    "10.0.0.0/8, ::ffff:10.1.1.1",
    "::ffff:10.1.1.1, 10.1.1.1",
    "::1, ::1",
    "fd00::/8, fdff:ffff::1",
    "2001:db8:0:1::/64, 2001:db8:0:1:ffff::1",
    "2001:db8::/33, 2001:db8:7fff::",
    "::/1, 7fff::",
  })
  void contains_inside(String range, String address) {
    assertThat(contains(range, address)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 9.255.255.255",
    "10.0.0.0/8, 11.0.0.0",
    "192.168.4.0/22, 192.168.8.0",
    "10.1.2.3, 10.1.2.4",
    "10.1.2.3, 10.1.2.2",
    "128.0.0.0/1, 127.255.255.255",
    "::/1, 0.0.0.0",
    "0.0.0.0/1, ::1",
    "::1, ::2",
    "::1, 127.0.0.1",
    "127.0.0.0/8, ::1",
    "2001:db8:0:1::/64, 2001:db8:0:2::",
    "2001:db8::/33, 2001:db8:8000::",
    "fd00::/8, fc00::1",
  })
  void contains_outside(String range, String address) {
    assertThat(contains(range, address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/8", "localhost", "proxy.example/8", "10.0.0.0/", "10.0.0.0/0",
      "::/0", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/8/8", "10.0.0.0/x",
      "10.0.0.0/1000", "10/8", "10.0.0.0/255.0.0.0", "10.0.0.1/8", "2001:db8::1/64",
      "10.0.0.0 /8", "*", "::ffff:10.0.0.0/104", "[::1]"})
  void parse_otherText_refusedByName(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text))
        .withMessageStartingWith("\"" + text + "\" ");
  }

  private static boolean contains(String range, String address) {
    return AddressRange.parse(range).contains(AddressLiteral.parse(address));
  }
}
