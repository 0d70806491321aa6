package io.ramtalk.server.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProxiesTest {
  private static final String PROXY = "10.0.0.1";

  private final Proxies proxies = new Proxies(List.of("10.0.0.0/8", "::1", "fd00::/8"));

  @ParameterizedTest
  @CsvSource(nullValues = "none", value = {
      "none, 10.0.0.1",
      "'', 10.0.0.1",
      "192.0.2.1, 192.0.2.1",
      "' 192.0.2.1 ', 192.0.2.1",
      "192.0.2.1:4711, 192.0.2.1",
      "2001:db8::1, 2001:db8::1",
      "[2001:db8::1], 2001:db8::1",
      "[2001:db8::1]:4711, 2001:db8::1",
      "::ffff:192.0.2.1, 192.0.2.1",
      "'192.0.2.1,10.0.0.2', 192.0.2.1",
      "'192.0.2.1, 10.0.0.2, fd00::7', 192.0.2.1",
      "'192.0.2.1,\t::1', 192.0.2.1",
      // the client may forge entries left of the rightmost address that is not a proxy
      "'6.6.6.6, 192.0.2.1', 192.0.2.1",
      "'6.6.6.6, 192.0.2.1, 10.0.0.2', 192.0.2.1",
      "'10.0.0.9, 192.0.2.1', 192.0.2.1",
      "'127.0.0.1, 192.0.2.1', 192.0.2.1",
      "'nonsense, 192.0.2.1, 10.0.0.2', 192.0.2.1",
      // only proxies: the leftmost one
      "'10.0.0.3, 10.0.0.2', 10.0.0.3",
      // an invalid entry: the proxy to its right
      "unknown, 10.0.0.1",
      "'192.0.2.1, unknown', 10.0.0.1",
      "'192.0.2.1, unknown, 10.0.0.2', 10.0.0.2",
      "'192.0.2.1, ', 10.0.0.1",
      "'192.0.2.1, , 10.0.0.2', 10.0.0.2",
      "localhost, 10.0.0.1",
      "example.com, 10.0.0.1",
      "dead.beef, 10.0.0.1",
      "192.0.2, 10.0.0.1",
      "192.0.2.1:, 10.0.0.1",
      "192.0.2.1:x, 10.0.0.1",
      "192.0.2.1:123456, 10.0.0.1",
      "2001:db8::1:99999, 10.0.0.1",
      "[2001:db8::1, 10.0.0.1",
      "2001:db8::1], 10.0.0.1",
      "[], 10.0.0.1",
      "[2001:db8::1]4711, 10.0.0.1",
      "[fe80::1%eth0], 10.0.0.1",
      "for=192.0.2.1, 10.0.0.1",
      "192.0.2.1;192.0.2.2, 10.0.0.1",
      "192.0.2.1 192.0.2.2, 10.0.0.1",
  })
  void client_behindProxy_lastAddressThatIsNone(String forwardedFor, String client) {
    var exchange = exchange(PROXY);
    if (forwardedFor != null) {
      exchange.getRequestHeaders().add(Headers.X_FORWARDED_FOR, forwardedFor);
    }

    assertThat(proxies.client(exchange)).isEqualTo(address(client));
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.9", "127.0.0.1", "11.0.0.1", "2001:db8::9", "::2"})
  void client_notBehindProxy_thePeer(String peer) {
    var exchange = exchange(peer, Headers.X_FORWARDED_FOR, "192.0.2.1");

    assertThat(proxies.client(exchange)).isEqualTo(address(peer));
    assertThat(new Proxies(List.of()).client(exchange)).isEqualTo(address(peer));
  }

  @Test
  void client_headerOnManyLines_oneList() {
    assertThat(proxies.client(exchange("::1",
        Headers.X_FORWARDED_FOR, "6.6.6.6", "192.0.2.1", "10.0.0.3, 10.0.0.2")))
        .isEqualTo(address("192.0.2.1"));
  }

  @Test
  void client_moreHopsThanAreRead_theFarthestRead() {
    var hops = "192.0.2.1" + ", 10.0.0.3".repeat(1) + ", 10.0.0.2".repeat(Proxies.MAX_HOPS - 1);

    assertThat(proxies.client(exchange(PROXY, Headers.X_FORWARDED_FOR, hops)))
        .isEqualTo(address("10.0.0.3"));
    assertThat(proxies.client(exchange(PROXY, Headers.X_FORWARDED_FOR,
        hops.replace(", 10.0.0.3", "")))).isEqualTo(address("192.0.2.1"));
  }

  @Test
  void client_longNonsense_thePeer() {
    assertThat(proxies.client(
        exchange(PROXY, Headers.X_FORWARDED_FOR, "[".repeat(8_000) + ":1".repeat(4_000))))
        .isEqualTo(address(PROXY));
  }

  @ParameterizedTest
  @CsvSource(nullValues = "none", value = {
      "10.0.0.1, none, http",
      "10.0.0.1, https, https",
      "10.0.0.1, http, http",
      "10.0.0.1, HTTPS, https",
      "10.0.0.1, ' https ', https",
      "10.0.0.1, 'https, http', http",
      "10.0.0.1, 'http, https', https",
      "10.0.0.1, '', http",
      "10.0.0.1, 'https,', http",
      "10.0.0.1, ftp, http",
      "10.0.0.1, wss, http",
      "10.0.0.1, https://, http",
      "192.0.2.9, https, http",
      "127.0.0.1, https, http",
  })
  void scheme_asTheProxySays(String peer, String forwardedProto, String scheme) {
    var exchange = exchange(peer);
    if (forwardedProto != null) {
      exchange.getRequestHeaders().add(Headers.X_FORWARDED_PROTO, forwardedProto);
    }

    assertThat(proxies.scheme(exchange)).isEqualTo(scheme);
  }

  @Test
  void scheme_overTls_https() {
    var exchange = exchange("192.0.2.9", Headers.X_FORWARDED_PROTO, "http");
    exchange.setRequestScheme("https");

    assertThat(proxies.scheme(exchange)).isEqualTo("https");
  }

  @Test
  void create_noAddress_refusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Proxies(List.of("::1", "proxy.example")))
        .withMessageContaining("\"proxy.example\"");
  }

  private static HttpServerExchange exchange(String peer) {
    var exchange = new HttpServerExchange(null);
    exchange.setRequestScheme("http");
    exchange.setSourceAddress(new InetSocketAddress(AddressLiteral.parse(peer), 4711));
    return exchange;
  }

  private static HttpServerExchange exchange(String peer, HttpString header, String... lines) {
    var exchange = exchange(peer);
    exchange.getRequestHeaders().addAll(header, List.of(lines));
    return exchange;
  }

  private static ClientAddress address(String text) {
    return ClientAddress.of(AddressLiteral.parse(text));
  }
}
