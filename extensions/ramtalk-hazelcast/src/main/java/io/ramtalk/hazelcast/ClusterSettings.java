package io.ramtalk.hazelcast;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Who the members of a cluster are, and which of them this process is.
 *
 * @param self the address that this process listens on for the others
 * @param members the addresses of all members, this one among them, the same on each
 */
public record ClusterSettings(Endpoint self, List<Endpoint> members) {
  /** The port for other members, unless another is set. */
  public static final int DEFAULT_PORT = 5701;

  private static final int MAX_PORT = 65_535;
  private static final int MAX_MEMBERS = 13;

  /**
   * Where one member listens for the others.
   *
   * @param address its address
   * @param port its port
   */
  public record Endpoint(InetAddress address, int port) {
    /** Returns the form in which it is written: {@code 10.0.0.1:5701}. */
    @Override
    public String toString() {
      var host = address.getHostAddress();
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /**
   * Describes a cluster.
   *
   * @param members how many there are to be is part of it: a majority of them is needed to answer
   * @throws IllegalArgumentException if this process is none of the members, if one is named twice,
   *     or if there are more than 13
   */
  public ClusterSettings {
    members = List.copyOf(members);
    if (!members.contains(self)) {
      throw new IllegalArgumentException(self + " is none of the members " + members);
    }
    if (new HashSet<>(members).size() < members.size()) {
      throw new IllegalArgumentException("A member is named twice: " + members);
    }
    if (members.size() > MAX_MEMBERS) {
      throw new IllegalArgumentException(
          "At most " + MAX_MEMBERS + " members: " + members.size());
    }
  }

  /**
   * Reads the flags of a server.
   *
   * @param members host names or addresses, each perhaps with a port
   * @param self which of them this process is; {@code ""} to find it among the addresses of this
   *     machine
   * @param permissions what is allowed that is not safe
   * @return the settings
   * @throws IllegalArgumentException if they are not safe, or name no such cluster
   */
  public static ClusterSettings parse(
      List<String> members, String self, Permissions permissions) {
    var endpoints = members.stream().map(ClusterSettings::endpoint).toList();
    if (endpoints.size() == 2 && !permissions.twoNodes()) {
      throw new IllegalArgumentException("Of two members none can go on alone safely: name"
          + " three (--cluster-members), or say --unsafe-two-node");
    }
    var settings = new ClusterSettings(
        self.isEmpty() ? onThisMachine(endpoints) : endpoint(self), endpoints);
    var address = settings.self().address();
    if (!permissions.publicBind() && !isPrivate(address)) {
      throw new IllegalArgumentException("Whoever reaches the port of a cluster is in it, and "
          + address.getHostAddress() + " is no address of a private network. Use one (10/8,"
          + " 172.16/12, 192.168/16, 100.64/10, 169.254/16, fc00::/7, or this machine's own)");
    }
    return settings;
  }

  /**
   * What is allowed that is not safe.
   *
   * @param twoNodes a cluster of two, which stops when one of them does
   * @param publicBind an address that is not of a private network
   */
  public record Permissions(boolean twoNodes, boolean publicBind) {
    /** Nothing. */
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
      throw new IllegalArgumentException("A member looks like 10.0.0.1 or 10.0.0.1:"
          + DEFAULT_PORT + ", and not like " + text);
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
        throw new IllegalArgumentException("Cannot ask for the addresses of this machine", e);
      }
    }
    if (here.size() != 1) {
      throw new IllegalArgumentException("Of the members " + endpoints + " this machine is "
          + here.size() + ": say which (--cluster-self)");
    }
    return here.get(0);
  }

  /** RFC 1918, 3927, 4193, 6598, and loopback. */
  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean isShared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    boolean isUniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress() || address.isSiteLocalAddress()
        || address.isLinkLocalAddress() || isShared || isUniqueLocal;
  }
}
