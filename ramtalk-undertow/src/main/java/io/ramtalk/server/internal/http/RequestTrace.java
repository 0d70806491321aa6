package io.ramtalk.server.internal.http;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A request as the log sees it, without its path, which names users.
 *
 * <p><b>Threads:</b> those of the request, one at a time.
 */
public final class RequestTrace {
  /* Ids start at a random number, so that runs are unlikely to share them. They have 8 characters
   * until the process has rejected a million million requests. */
  private static final int RADIX = 36;
  private static final AtomicLong NEXT_ID = new AtomicLong(
      Long.parseLong("10000000", RADIX) + (new SecureRandom().nextLong() >>> 23));

  private final String method;
  private final String route;
  private final InetAddress client;
  private @Nullable String id;

  /** Creates a trace with the method of the client and the path template of the route. */
  public RequestTrace(String method, String route, InetAddress client) {
    this.method = method;
    this.route = route;
    this.client = client;
  }

  String method() {
    return method;
  }

  String route() {
    return route;
  }

  InetAddress client() {
    return client;
  }

  /** Returns the id of the request, unique in this process and assigned on the first call. */
  public String id() {
    var made = id;
    if (made == null) {
      made = Long.toString(NEXT_ID.getAndIncrement(), RADIX);
      id = made;
    }
    return made;
  }
}
