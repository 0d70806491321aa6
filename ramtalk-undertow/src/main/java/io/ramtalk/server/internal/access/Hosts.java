package io.ramtalk.server.internal.access;

import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The host names that this server accepts. A page elsewhere can point its own name to this machine
 * (DNS rebinding) and would then be of the same origin. Its requests still carry its own name and
 * are rejected.
 *
 * <p><b>Threads:</b> any number.
 */
public final class Hosts {
  /* A name counts with the port of the listener, and without a port. A name that the operator added
   * counts with the port it was given with, or with any port if none was given. A request without a
   * Host header is HTTP/1.0 and does not come from a browser. */
  private static final List<String> LOOPBACK =
      List.of("localhost", "127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]");

  private final Set<String> added = new HashSet<>();
  private volatile Set<String> exact = Set.of();

  public Hosts(List<String> names) {
    names.forEach(name -> added.add(name.toLowerCase(Locale.ROOT)));
  }

  /** Accepts the host names of an address and a port. */
  public void listenOn(InetAddress address, int port) {
    var names = new HashSet<String>();
    names.add(literal(address));
    if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      names.addAll(LOOPBACK);
    }
    if (address.isAnyLocalAddress()) {
      addInterfaces(names);
    }
    var all = new HashSet<>(added);
    for (var name : names) {
      all.add(name);
      all.add(name + ":" + port);
    }
    exact = Set.copyOf(all);
  }

  /** Rejects a request for an unknown host name. */
  public void check(HttpServerExchange exchange) {
    var host = exchange.getRequestHeaders().getFirst(Headers.HOST);
    if (host != null && !answersTo(host)) {
      throw new ProblemException(421, "host_not_allowed",
          "This host name is not allowed; add it with --allow-host");
    }
  }

  /** Returns whether a Host header names this server. */
  public boolean answersTo(String host) {
    return exact.contains(host) || isAllowed(host.toLowerCase(Locale.ROOT));
  }

  /** Returns an address as written in a URI. */
  public static String literal(InetAddress address) {
    var text = address.getHostAddress();
    int zone = text.indexOf('%');
    var plain = zone < 0 ? text : text.substring(0, zone);
    return plain.indexOf(':') < 0 ? plain : "[" + plain + "]";
  }

  private boolean isAllowed(String host) {
    int colon = host.lastIndexOf(':');
    boolean hasPort = colon > host.lastIndexOf(']');
    var name = withoutDot(hasPort ? host.substring(0, colon) : host);
    var port = hasPort ? host.substring(colon) : "";
    return exact.contains(name + port) || added.contains(name)
        || (name.startsWith("[") && exact.contains(canonical(name) + port));
  }

  /** Returns a name without a trailing dot, which stands for the DNS root (RFC 1034). */
  private static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** Returns an IPv6 literal in the form of {@link #literal}, and any other name unchanged. */
  private static String canonical(String name) {
    try {
      return name.indexOf(':') < 0 ? name : literal(InetAddress.getByName(name));
    } catch (UnknownHostException e) {
      return name;
    }
  }

  private static void addInterfaces(Set<String> names) {
    try {
      NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
          .map(Hosts::literal).forEach(names::add);
    } catch (SocketException e) {
      System.getLogger(Hosts.class.getName()).log(System.Logger.Level.WARNING,
          "Cannot list the addresses of this machine; add them with --allow-host", e);
    }
  }
}
