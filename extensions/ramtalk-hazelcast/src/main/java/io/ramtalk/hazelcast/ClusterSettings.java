package io.ramtalk.hazelcast;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The members of a cluster, and the one that is this process.
 *
 * @param self the address on which this process listens for the others
 * @param members the addresses of all members, including this one, the same list on each member
 */
public record ClusterSettings(Endpoint self, List<Endpoint> members) {
  /** The default port for other members. */
  public static final int DEFAULT_PORT = 5701;

  private static final int MAX_PORT = 65_535;
  private static final int MAX_MEMBERS = 13;

  /**
   * The address and port of one member.
   *
   * @param address the IP address
   * @param port the port
   */
  public record Endpoint(InetAddress address, int port) {
    /** Returns the printed form, such as {@code 10.0.0.1:5701}. */
    @Override
    public String toString() {
      var host = address.getHostAddress();
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /**
   * Validates the members.
   *
   * @param members their number determines the majority that is required to execute calls
   * @throws IllegalArgumentException if this process is not one of the members, if a member is
   *     listed twice, or if there are more than 13
   */
  public ClusterSettings {
    members = List.copyOf(members);
    if (!members.contains(self)) {
      throw new IllegalArgumentException(self + " is not one of the members " + members);
    }
    if (new HashSet<>(members).size() < members.size()) {
      throw new IllegalArgumentException("A member is listed twice: " + members);
    }
    if (members.size() > MAX_MEMBERS) {
      throw new IllegalArgumentException(
          "A cluster has at most " + MAX_MEMBERS + " members: " + members.size());
    }
  }

  /**
   * Parses the command-line options of a server.
   *
   * @param members host names or addresses, each with an optional port
   * @param self the address of this process; {@code ""} to find it among the addresses of this
   *     machine
   * @param permissions the unsafe settings that are allowed
   * @return the settings
   * @throws IllegalArgumentException if the settings are invalid, or unsafe and not allowed
   */
  public static ClusterSettings parse(
      List<String> members, String self, Permissions permissions) {
    var endpoints = members.stream().map(ClusterSettings::endpoint).toList();
    if (endpoints.size() == 2 && !permissions.twoNodes()) {
      throw new IllegalArgumentException("A cluster of two cannot continue safely when one stops:"
          + " list three members (--cluster-members), or allow it with --unsafe-two-node");
    }
    var settings = new ClusterSettings(
        self.isEmpty() ? onThisMachine(endpoints) : endpoint(self), endpoints);
    var address = settings.self().address();
    if (!permissions.publicBind() && !isPrivate(address)) {
      throw new IllegalArgumentException("Anyone who can reach the cluster port can join, and "
          + address.getHostAddress() + " is not a private address. Use one (10/8,"
          + " 172.16/12, 192.168/16, 100.64/10, 169.254/16, fc00::/7, or this machine's own), or"
          + " let members authenticate each other (--cluster-tls-cert)");
    }
    return settings;
  }

  /**
   * Permission for unsafe settings.
   *
   * @param twoNodes allows a cluster of two, which stops when one member stops
   * @param publicBind allows an address outside private networks; safe if members authenticate
   *     each other
   */
  public record Permissions(boolean twoNodes, boolean publicBind) {
    /** Allows no unsafe settings. */
    public static final Permissions NONE = new Permissions(false, false);
  }

  private static Endpoint endpoint(String text) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = (colon >= 0 && text.indexOf(':') == colon) || text.contains("]:");
    var host = hasPort ? text.substring(0, colon) : text;
    int port = DEFAULT_PORT;
    try {
      port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : port;
    } catch (NumberFormatException e) {
      port = 0;
    }
    if (host.isEmpty() || port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("A member must look like 10.0.0.1 or 10.0.0.1:"
          + DEFAULT_PORT + ": " + text);
    }
    var address = new InetSocketAddress(host, port).getAddress();
    if (address == null) {
      throw new IllegalArgumentException("Unknown host: " + host);
    }
    return new Endpoint(address, port);
  }

  private static Endpoint onThisMachine(List<Endpoint> endpoints) {
    var here = new ArrayList<Endpoint>();
    for (var endpoint : endpoints) {
      try {
        if (NetworkInterface.getByInetAddress(endpoint.address()) != null) {
          here.add(endpoint);
        }
      } catch (SocketException e) {
        throw new IllegalArgumentException("Cannot read the addresses of this machine", e);
      }
    }
    if (here.size() != 1) {
      throw new IllegalArgumentException("This machine has the addresses of " + here.size()
          + " of the members " + endpoints + ": set --cluster-self");
    }
    return here.get(0);
  }

  /** Returns true for loopback and the ranges of RFC 1918, 3927, 4193 and 6598. */
  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean isShared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    boolean isUniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress() || address.isSiteLocalAddress()
        || address.isLinkLocalAddress() || isShared || isUniqueLocal;
  }
}
