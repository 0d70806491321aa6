package io.ramtalk.server.internal.access;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks the addresses to which the server posts for a client, so that clients cannot use it to
 * reach services that are closed to them (server-side request forgery).
 *
 * <p>Link-local addresses, where clouds hand credentials to their machines, are always rejected.
 * Addresses of this machine and of private networks (RFC 6890) are allowed if the tester and the
 * application share a machine. They are rejected on a server that other machines can reach.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> {@link #check} looks up a host name, which may take
 * seconds.
 */
public final class CallbackTargets {
  /* The JDK's client resolves the name again when it connects. It connects right after the check,
   * and the JDK caches lookups for 30 seconds (networkaddress.cache.ttl). So a name that resolves
   * to another address each time (DNS rebinding) does not get past the check. All addresses of a
   * name must be allowed, since the client may use any of them. */
  private static final List<AddressRange> NEVER = ranges("169.254.0.0/16", "fe80::/10",
      "fd00:ec2::254");

  private static final List<AddressRange> NEAR = ranges(
      "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.0.0/24",
      "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3", "::/96", "64:ff9b:1::/48", "fc00::/7",
      "fec0::/10", "ff00::/8");

  /** Addresses that the network translates to IPv4 (RFC 6052); the last four bytes are IPv4. */
  private static final AddressRange TRANSLATED = AddressRange.parse("64:ff9b::/96");

  /** 6to4 addresses (RFC 3056); the four bytes after the first two are IPv4. */
  private static final AddressRange TUNNELLED = AddressRange.parse("2002::/16");

  private static final int TRANSLATED_AT = 12;
  private static final int TUNNELLED_AT = 2;
  private static final int IPV4_BYTES = 4;

  private final boolean allowsNear;

  /** Creates the check, which may allow this machine and private networks. */
  public CallbackTargets(boolean allowsNear) {
    this.allowsNear = allowsNear;
  }

  /** Thrown for an address that is not allowed. */
  public static final class Rejected extends IOException {
    private static final long serialVersionUID = 1L;

    Rejected(InetAddress address) {
      super("status callbacks to " + Hosts.literal(address) + " are not allowed; see"
          + " --insecure-callbacks");
    }
  }

  /**
   * Rejects a URL whose host has an address that is not allowed.
   *
   * @throws Rejected if an address is not allowed
   * @throws IOException if the host name is unknown
   */
  public void check(URI url) throws IOException {
    var host = url.getHost();
    for (var address : InetAddress.getAllByName(host)) {
      if (!allows(address)) {
        throw new Rejected(address);
      }
    }
  }

  /** Returns whether a URL may be allowed; a host name is only checked by {@link #check}. */
  public boolean mayAllow(URI url) {
    var host = url.getHost();
    var address = AddressLiteral.parse(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    return address == null || allows(address);
  }

  /** Returns whether callbacks to an address are allowed. */
  public boolean allows(InetAddress address) {
    var reached = reachedBy(address);
    return !isIn(NEVER, reached) && (allowsNear || !isIn(NEAR, reached));
  }

  /**
   * Returns the IPv4 address behind a translated or tunnelled IPv6 address, or the address itself.
   */
  private static InetAddress reachedBy(InetAddress address) {
    int at = TRANSLATED.contains(address) ? TRANSLATED_AT
        : TUNNELLED.contains(address) ? TUNNELLED_AT : -1;
    if (at < 0) {
      return address;
    }
    var ipv4 = new byte[IPV4_BYTES];
    ByteBuffer.wrap(address.getAddress()).get(at, ipv4);
    try {
      return InetAddress.getByAddress(ipv4);
    } catch (IOException e) {
      throw new IllegalStateException("Four bytes are an address", e);
    }
  }

  private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  private static List<AddressRange> ranges(String... texts) {
    return Stream.of(texts).map(AddressRange::parse).toList();
  }
}
