package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;

/** Keeps pages of other sites from opening sockets in the name of who looks at them. */
final class Origin {
  private Origin() {}

  /** Refuses an {@code Origin} that is not this server as the client addressed it. */
  static void check(HttpServerExchange exchange) {
    var origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
    var host = exchange.getRequestHeaders().getFirst(Headers.HOST);
    if (origin != null && !origin.equals(exchange.getRequestScheme() + "://" + host)) {
      throw new RequestRefused(403, "origin_refused", "Origin is not this server's");
    }
  }
}
