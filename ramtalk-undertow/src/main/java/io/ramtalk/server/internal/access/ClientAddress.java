package io.ramtalk.server.internal.access;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The source of a request as limits count it: an IPv4 address, or the first 64 bits of an IPv6
 * address. An IPv4-mapped IPv6 address (RFC 4291, section 2.5.5.2) counts as IPv4.
 *
 * @param isIpv4 whether the bits are those of an IPv4 address, in the low half
 * @param bits the bits that count
 */
public record ClientAddress(boolean isIpv4, long bits) {
  /* A site gets at least a /64 (RFC 6177), and each machine in it can use any number of addresses;
   * many choose a new one each day (RFC 8981). */
  private static final int IPV4_BYTES = 4;
  private static final int MAPPED_PREFIX_BYTES = 12;
  private static final int MAPPED_PREFIX = 0xffff;
  private static final int IPV4_HOST_BITS = 8;
  private static final int IPV6_SUBNET_BITS = 16;

  /**
   * The network of an address as limits count it: an IPv4 /24 or an IPv6 /48.
   *
   * @param isIpv4 whether the bits are those of an IPv4 network
   * @param bits the bits of the prefix
   */
  public record Network(boolean isIpv4, long bits) {
    /* A site can get a /48 on request (RFC 6177), and so 65,536 networks of 64 bits. A /24 is the
     * smallest IPv4 block that is routed, and the block that hosting companies rent out. A larger
     * prefix would group neighbours who share only a provider. */
  }

  public static ClientAddress of(InetAddress address) {
    var bytes = ByteBuffer.wrap(address.getAddress());
    if (bytes.remaining() == IPV4_BYTES) {
      return new ClientAddress(true, Integer.toUnsignedLong(bytes.getInt()));
    }
    if (bytes.getLong(0) == 0 && bytes.getInt(Long.BYTES) == MAPPED_PREFIX) {
      return new ClientAddress(true, Integer.toUnsignedLong(bytes.getInt(MAPPED_PREFIX_BYTES)));
    }
    return new ClientAddress(false, bytes.getLong());
  }

  /** Returns the network of the address. */
  Network network() {
    return new Network(isIpv4, bits >>> (isIpv4 ? IPV4_HOST_BITS : IPV6_SUBNET_BITS));
  }
}
