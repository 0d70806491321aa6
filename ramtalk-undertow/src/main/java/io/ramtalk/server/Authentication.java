package io.ramtalk.server;

import io.ramtalk.UserId;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates requests for a program that embeds a server and knows its users already, for
 * example by a cookie, a signed token or a client certificate's header.
 *
 * <p><b>Threads:</b> called concurrently on I/O threads; it must not block.
 */
@FunctionalInterface
public interface Authentication {
  /**
   * Returns the user who makes a request. The server calls it once for each request to a protected
   * route and once for each WebSocket handshake. An exception becomes a 500 response.
   *
   * @param request the request
   * @return a registered user, or null if the request is not authenticated
   */
  @Nullable UserId user(Request request);

  /** The part of a request that identifies its user. */
  interface Request {
    /**
     * Returns the method.
     *
     * @return such as {@code GET}
     */
    String method();

    /**
     * Returns the decoded path without the query.
     *
     * @return such as {@code /users}
     */
    String path();

    /**
     * Returns the first value of a header.
     *
     * @param name the name, in any case
     * @return the value, or null if the header is absent
     */
    @Nullable String header(String name);

    /**
     * Returns the peer of the connection: the last proxy, if there is one.
     *
     * @return address and port
     */
    InetSocketAddress peer();
  }
}
