package io.ramtalk.server.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientAddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "192.0.2.1, ::ffff:192.0.2.1",
    "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff",
    "2001:db8:1:2::, 2001:db8:1:2:8000::1",
    "fe80::1, fe80::2",
    "::1, ::2",
  })
  void of_sameClient_equal(String one, String other) {
    assertThat(client(one)).isEqualTo(client(other)).hasSameHashCodeAs(client(other));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.2",
    "0.0.0.1, 1.0.0.0",
    "255.255.255.255, 127.255.255.255",
    "2001:db8:1:2::1, 2001:db8:1:3::1",
    "2001:db8:1:2::1, 2001:db8:2:2::1",
    "2001:db8:1:2::1, 2001:db9:1:2::1",
    "0.0.0.0, ::1",
    "1.2.3.4, 0:0:102:304::",
    "::ffff:1.2.3.4, ::1:ffff:102:304",
    "::ffff:1.2.3.4, ::1.2.3.4",
  })
  void of_otherClient_notEqual(String one, String other) {
    assertThat(client(one)).isNotEqualTo(client(other));
  }

  @Test
  void of_mappedAddressThatStayedIpv6_isIpv4() throws UnknownHostException {
    var bytes = new byte[16];
    bytes[10] = -1;
    bytes[11] = -1;
    bytes[12] = (byte) 192;
    bytes[14] = 2;
    bytes[15] = 1;

    assertThat(ClientAddress.of(Inet6Address.getByAddress(null, bytes, -1)))
        .isEqualTo(client("192.0.2.1"));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.254, true",
    "192.0.2.1, 192.0.3.1, false",
    "2001:db8:1:2::1, 2001:db8:1:ffff::1, true",
    "2001:db8:1:2::1, 2001:db8:2:2::1, false",
    "0.0.1.0, ::1:0:0:0:0:0, false",
  })
  void network_prefixShared_equal(String one, String other, boolean same) {
    assertThat(client(one).network().equals(client(other).network())).isEqualTo(same);
  }

  private static ClientAddress client(String address) {
    return ClientAddress.of(AddressLiteral.parse(address));
  }
}
