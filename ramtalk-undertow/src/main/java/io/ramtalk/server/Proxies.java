package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reverse proxies whose word on where a request comes from is taken, and what that is.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one look at each range; none without proxies.
 */
final class Proxies {
  /* Each proxy appends the address that it was called from to X-Forwarded-For, behind what it was
   * sent. So the list is read from its end, for as long as those who wrote it are trusted: what
   * is left of the first address that is no proxy may be anyone's invention. For the same reason
   * only the last word of X-Forwarded-Proto counts. */
  static final int MAX_HOPS = 16;

  private static final String[] NONE = {};

  /** An IPv4 address, or an IPv6 address in brackets, and perhaps a port. */
  private static final Pattern WITH_PORT =
      Pattern.compile("(?:\\[([^\\]]*)\\]|([^:\\[\\]]*))(?::[0-9]{1,5})?");

  private final List<AddressRange> trusted;

  /**
   * Trusts addresses and ranges such as {@code ::1} and {@code 10.0.0.0/8}; none, to trust nobody.
   *
   * @throws IllegalArgumentException if one is neither; the message names it
   */
  Proxies(Collection<String> trusted) {
    this.trusted = trusted.stream().map(AddressRange::parse).toList();
  }

  /** Returns where a request comes from, as limits count it. */
  ClientAddress client(HttpServerExchange exchange) {
    return ClientAddress.of(origin(exchange));
  }

  /** Returns the address that a request comes from. */
  InetAddress origin(HttpServerExchange exchange) {
    var origin = peer(exchange);
    if (!isTrusted(origin)) {
      return origin;
    }
    var hops = entries(exchange, Headers.X_FORWARDED_FOR);
    int first = Math.max(0, hops.length - MAX_HOPS);
    for (int i = hops.length - 1; i >= first && isTrusted(origin); i--) {
      var hop = address(hops[i].trim());
      if (hop == null) {
        return origin;
      }
      origin = hop;
    }
    return origin;
  }

  /** Returns {@code https} or {@code http}: how the client, not the last proxy, was spoken to. */
  String scheme(HttpServerExchange exchange) {
    if (isTrusted(peer(exchange))) {
      var words = entries(exchange, Headers.X_FORWARDED_PROTO);
      var last = words.length == 0 ? "" : words[words.length - 1].trim().toLowerCase(Locale.ROOT);
      if (last.equals("https") || last.equals("http")) {
        return last;
      }
    }
    return exchange.getRequestScheme();
  }

  /** Returns the entries of a header that lists, which may stand on many lines. */
  private static String[] entries(HttpServerExchange exchange, HttpString header) {
    var lines = exchange.getRequestHeaders().get(header);
    return lines == null ? NONE : String.join(",", lines).split(",", -1);
  }

  private static InetAddress peer(HttpServerExchange exchange) {
    return exchange.getSourceAddress().getAddress();
  }

  /** Says whether an address is that of a proxy. */
  boolean isTrusted(InetAddress address) {
    for (var range : trusted) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the address that an entry of X-Forwarded-For names; null if it names none. */
  static @Nullable InetAddress address(String hop) {
    var address = AddressLiteral.parse(hop);
    if (address != null) {
      return address;
    }
    var parts = WITH_PORT.matcher(hop);
    if (!parts.matches()) {
      return null;
    }
    return AddressLiteral.parse(parts.group(1) == null ? parts.group(2) : parts.group(1));
  }
}
