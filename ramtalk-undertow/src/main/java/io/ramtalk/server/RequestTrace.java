package io.ramtalk.server;

import io.undertow.util.AttachmentKey;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One request as the log knows it. The path is not in it: it names people.
 *
 * <p><b>Threads:</b> those of the request, one at a time.
 */
final class RequestTrace {
  /** Where an exchange keeps its route, once that is found. */
  static final AttachmentKey<Route> ROUTE = AttachmentKey.create(Route.class);

  /** Where an exchange keeps its trace, once that is made. */
  static final AttachmentKey<RequestTrace> TRACE = AttachmentKey.create(RequestTrace.class);

  /* Ids are counted from where no other run is likely to, and have 8 characters until the process
   * has refused a million million requests. */
  private static final int RADIX = 36;
  private static final AtomicLong NEXT_ID = new AtomicLong(
      Long.parseLong("10000000", RADIX) + (new SecureRandom().nextLong() >>> 23));

  private final String method;
  private final String route;
  private final InetAddress client;
  private @Nullable String id;

  /** The method is as the client wrote it, the route the template of its path. */
  RequestTrace(String method, String route, InetAddress client) {
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

  /** Returns the id of the request, unique in this process; made when it is first asked for. */
  String id() {
    var made = id;
    if (made == null) {
      made = Long.toString(NEXT_ID.getAndIncrement(), RADIX);
      id = made;
    }
    return made;
  }
}
