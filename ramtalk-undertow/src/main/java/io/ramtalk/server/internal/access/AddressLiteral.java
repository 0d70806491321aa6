package io.ramtalk.server.internal.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses IP address literals without looking up names. */
public final class AddressLiteral {
  /* The JDK treats any text that is not a literal as a host name and looks it up, except in
   * brackets. It also reads 127.1 and 010.0.0.1 as addresses, which other programs read
   * differently. So IPv4 must be four numbers without leading zeros. Zones, as in fe80::1%eth0, are
   * rejected: they mean something on one machine only. */
  private static final int MAX_CHARS = 45;
  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
  private static final Pattern IPV6_CHARACTERS =
      Pattern.compile("[0-9a-fA-F:]*:(?:" + IPV4.pattern() + "|[0-9a-fA-F:]*)");

  private AddressLiteral() {}

  /** Returns the address, or null if the text is not an address. */
  public static @Nullable InetAddress parse(String text) {
    if (text.length() > MAX_CHARS) {
      return null;
    }
    try {
      if (IPV4.matcher(text).matches()) {
        return InetAddress.getByName(text);
      }
      return IPV6_CHARACTERS.matcher(text).matches()
          ? InetAddress.getByName("[" + text + "]") : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
