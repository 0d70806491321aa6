package io.ramtalk.server.internal.access;

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
 * The trusted reverse proxies, and the client addresses that they report.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one check of each range; nothing without proxies.
 */
public final class Proxies {
  /* Each proxy appends the address of its own peer to X-Forwarded-For. So the list is read from its
   * end while the writer of each entry is trusted. Entries to the left of the first untrusted
   * address may be forged. For the same reason only the last value of X-Forwarded-Proto counts. */
  static final int MAX_HOPS = 16;

  private static final String[] NONE = {};

  /** An IPv4 address or an IPv6 address in brackets, with an optional port. */
  private static final Pattern WITH_PORT =
      Pattern.compile("(?:\\[([^\\]]*)\\]|([^:\\[\\]]*))(?::[0-9]{1,5})?");

  private final List<AddressRange> trusted;

  /**
   * Trusts addresses and ranges such as {@code ::1} and {@code 10.0.0.0/8}.
   *
   * @throws IllegalArgumentException if an entry is neither; the message names it
   */
  public Proxies(Collection<String> trusted) {
    this.trusted = trusted.stream().map(AddressRange::parse).toList();
  }

  /** Returns the client of a request as limits count it. */
  public ClientAddress client(HttpServerExchange exchange) {
    return ClientAddress.of(origin(exchange));
  }

  /** Returns the address of the client of a request. */
  public InetAddress origin(HttpServerExchange exchange) {
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

  /** Returns {@code https} or {@code http}: the scheme of the client, not of the last proxy. */
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

  /** Returns the entries of a list header, which may have several lines. */
  private static String[] entries(HttpServerExchange exchange, HttpString header) {
    var lines = exchange.getRequestHeaders().get(header);
    return lines == null ? NONE : String.join(",", lines).split(",", -1);
  }

  private static InetAddress peer(HttpServerExchange exchange) {
    return exchange.getSourceAddress().getAddress();
  }

  /** Returns whether an address belongs to a trusted proxy. */
  public boolean isTrusted(InetAddress address) {
    for (var range : trusted) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the address in an entry of X-Forwarded-For, or null. */
  public static @Nullable InetAddress address(String hop) {
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
