package io.ramtalk.server.internal.access;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.regex.Pattern;

/** A range of addresses with a common prefix (RFC 4632, RFC 4291 section 2.3), or one address. */
public final class AddressRange {
  private static final Pattern PREFIX_LENGTH = Pattern.compile("[1-9][0-9]{0,2}");

  private final BigInteger prefix;
  private final int addressBits;
  private final int suffixBits;

  private AddressRange(BigInteger prefix, int addressBits, int suffixBits) {
    this.prefix = prefix;
    this.addressBits = addressBits;
    this.suffixBits = suffixBits;
  }

  /**
   * Parses {@code 10.0.0.0/8}, {@code fd00::/8} or a single address.
   *
   * @throws IllegalArgumentException if the text is malformed, has bits set beyond the prefix, or
   *     covers all addresses; the message says which
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    var address = AddressLiteral.parse(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw refusal(text, "is not an IP address or a range such as 10.0.0.0/8");
    }
    int addressBits = address.getAddress().length * Byte.SIZE;
    int prefixBits = slash < 0 ? addressBits : prefixBits(text, slash + 1, addressBits);
    var bits = bits(address);
    int suffixBits = addressBits - prefixBits;
    if (bits.getLowestSetBit() >= 0 && bits.getLowestSetBit() < suffixBits) {
      throw refusal(text, "has bits set beyond its prefix; write the range or address you mean");
    }
    return new AddressRange(bits.shiftRight(suffixBits), addressBits, suffixBits);
  }

  private static int prefixBits(String text, int start, int addressBits) {
    var digits = text.substring(start);
    int prefixBits = PREFIX_LENGTH.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
    if (prefixBits < 1 || prefixBits > addressBits) {
      throw refusal(text, "must have a prefix of 1 to " + addressBits + " bits");
    }
    return prefixBits;
  }

  private static IllegalArgumentException refusal(String text, String fault) {
    return new IllegalArgumentException("\"" + text + "\" " + fault);
  }

  boolean contains(InetAddress address) {
    return address.getAddress().length * Byte.SIZE == addressBits
        && bits(address).shiftRight(suffixBits).equals(prefix);
  }

  private static BigInteger bits(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }
}
