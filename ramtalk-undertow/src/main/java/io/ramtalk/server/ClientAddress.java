package io.ramtalk.server;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Where a request comes from, as limits count it: an IPv4 address, or the first 64 bits of an IPv6
 * address. An IPv4 address that is written as IPv6 (RFC 4291, section 2.5.5.2) counts as IPv4.
 *
 * @param isIpv4 whether the bits are those of an IPv4 address, in the low half
 * @param bits the bits that count
 */
record ClientAddress(boolean isIpv4, long bits) {
  /* The network gives a site at least a /64 (RFC 6177), and each machine in it takes as many
   * addresses of that as it likes, a new one a day by itself (RFC 8981). */
  private static final int IPV4_BYTES = 4;
  private static final int MAPPED_PREFIX_BYTES = 12;
  private static final int MAPPED_PREFIX = 0xffff;
  private static final int IPV4_HOST_BITS = 8;
  private static final int IPV6_SUBNET_BITS = 16;

  /**
   * The network that an address belongs to, as limits count it: an IPv4 /24 or an IPv6 /48.
   *
   * @param isIpv4 whether the bits are those of an IPv4 network
   * @param bits the bits of the prefix
   */
  record Network(boolean isIpv4, long bits) {
    /* A site asks for a /48 and gets it (RFC 6177), and has 65,536 networks to come from. A /24 is
     * the smallest block of IPv4 that is routed and what hosting companies rent out. A larger
     * prefix would count neighbours together who share nothing but a provider. */
  }

  static ClientAddress of(InetAddress address) {
    var bytes = ByteBuffer.wrap(address.getAddress());
    if (bytes.remaining() == IPV4_BYTES) {
      return new ClientAddress(true, Integer.toUnsignedLong(bytes.getInt()));
    }
    if (bytes.getLong(0) == 0 && bytes.getInt(Long.BYTES) == MAPPED_PREFIX) {
      return new ClientAddress(true, Integer.toUnsignedLong(bytes.getInt(MAPPED_PREFIX_BYTES)));
    }
    return new ClientAddress(false, bytes.getLong());
  }

  /** Returns the network that the address belongs to. */
  Network network() {
    return new Network(isIpv4, bits >>> (isIpv4 ? IPV4_HOST_BITS : IPV6_SUBNET_BITS));
  }
}
