package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;

/** Tells who makes a request. */
interface Identities {
  /** On an open server it is nobody in particular, who may do everything. */
  Identities OPEN = new Identities() {
    @Override
    public Identity of(HttpServerExchange exchange) {
      return Identity.ANYONE;
    }

    @Override
    public Identity ofToken(String token) {
      return Identity.ANYONE;
    }
  };

  /** Returns who makes a request. */
  Identity of(HttpServerExchange exchange);

  /** Returns whose token this is. */
  Identity ofToken(String token);
}
