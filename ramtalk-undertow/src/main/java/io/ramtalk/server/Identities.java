package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;
import java.util.function.Function;

/** Tells who makes a request. */
interface Identities {
  /** On an open server it is nobody in particular, who may do everything. */
  Identities OPEN = new Identities() {
    @Override
    public Identity of(HttpServerExchange exchange) {
      return Identity.ANYONE;
    }

    @Override
    public Function<String, Identity> byToken(HttpServerExchange exchange) {
      return token -> Identity.ANYONE;
    }
  };

  /** Returns who makes a request. */
  Identity of(HttpServerExchange exchange);

  /**
   * Returns what tells whose token it is that the client of an exchange shows later, also when the
   * exchange is over.
   */
  Function<String, Identity> byToken(HttpServerExchange exchange);
}
