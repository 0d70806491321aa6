package io.ramtalk.server;

import io.ramtalk.UserId;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Tells who makes a request, for a program that embeds a server and knows its people already: by a
 * cookie of its own, a signed token, a client certificate's header.
 *
 * <p><b>Threads:</b> called on I/O threads, any number at a time; it must not wait.
 */
@FunctionalInterface
public interface Authentication {
  /**
   * Returns who makes a request. Asked once for each request that is not for everyone, and for the
   * handshake of each WebSocket. What it throws becomes an answer 500.
   *
   * @param request the request
   * @return a registered user, who may then do what the user may; null for nobody that is known
   */
  @Nullable UserId user(Request request);

  /** What can be asked of a request. */
  interface Request {
    /**
     * Returns the method.
     *
     * @return such as {@code GET}
     */
    String method();

    /**
     * Returns the path, decoded, without what follows a question mark.
     *
     * @return such as {@code /users}
     */
    String path();

    /**
     * Returns the first value of a header.
     *
     * @param name in any case
     * @return the value, or null if there is none
     */
    @Nullable String header(String name);

    /**
     * Returns where the connection comes from: the last proxy, if there are any.
     *
     * @return address and port
     */
    InetSocketAddress peer();
  }
}
