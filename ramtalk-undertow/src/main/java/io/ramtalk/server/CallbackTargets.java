package io.ramtalk.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses to which the server posts on behalf of a client, so that nobody reaches through it
 * what is closed to them (server-side request forgery).
 *
 * <p>Link-local addresses, where clouds hand credentials to the machines in them, are never posted
 * to. Addresses of this machine and of private networks (RFC 6890) are allowed where the tester
 * and the application share a machine, and rejected on a server that others reach.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> {@link #check} asks the network for a name, and so
 * may take seconds.
 */
final class CallbackTargets {
  /* The client of the JDK resolves the name once more when it connects. It is called right after
   * the check, and the JDK keeps what it learned for 30 seconds (networkaddress.cache.ttl), so a
   * name that resolves to another address each time (DNS rebinding) does not get past the check.
   * All addresses of a name must be allowed, since the client may take any of them. */
  private static final List<AddressRange> NEVER = ranges("169.254.0.0/16", "fe80::/10",
      "fd00:ec2::254");

  private static final List<AddressRange> NEAR = ranges(
      "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.0.0.0/24",
      "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3", "::/96", "64:ff9b:1::/48", "fc00::/7",
      "fec0::/10", "ff00::/8");

  /** Translated to IPv4 by the network (RFC 6052); the last four bytes are the address. */
  private static final AddressRange TRANSLATED = AddressRange.parse("64:ff9b::/96");

  /** 6to4 (RFC 3056); the four bytes after the first two are the address. */
  private static final AddressRange TUNNELLED = AddressRange.parse("2002::/16");

  private static final int TRANSLATED_AT = 12;
  private static final int TUNNELLED_AT = 2;
  private static final int IPV4_BYTES = 4;

  private final boolean allowsNear;

  /** Allows this machine and private networks, or does not. */
  CallbackTargets(boolean allowsNear) {
    this.allowsNear = allowsNear;
  }

  /** An address that is not posted to. */
  static final class Rejected extends IOException {
    private static final long serialVersionUID = 1L;

    Rejected(InetAddress address) {
      super("status callbacks to " + Hosts.literal(address) + " are not allowed here, see"
          + " --insecure-callbacks");
    }
  }

  /**
   * Rejects a URL whose host is, or has, an address that is not allowed.
   *
   * @throws Rejected if there is one
   * @throws IOException if the name is unknown
   */
  void check(URI url) throws IOException {
    var host = url.getHost();
    for (var address : InetAddress.getAllByName(host)) {
      if (!allows(address)) {
        throw new Rejected(address);
      }
    }
  }

  /** Says whether a URL may be posted to as far as it tells; a name may turn out otherwise. */
  boolean mayAllow(URI url) {
    var host = url.getHost();
    var address = AddressLiteral.parse(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    return address == null || allows(address);
  }

  /** Says whether an address may be posted to. */
  boolean allows(InetAddress address) {
    var reached = reachedBy(address);
    return !isIn(NEVER, reached) && (allowsNear || !isIn(NEAR, reached));
  }

  /** Returns the IPv4 address that an IPv6 address leads to, if it leads to one. */
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
