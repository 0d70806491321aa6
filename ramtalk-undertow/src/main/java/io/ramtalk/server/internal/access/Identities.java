package io.ramtalk.server.internal.access;

import io.undertow.server.HttpServerExchange;
import java.util.function.Function;

/** Authenticates requests. */
public interface Identities {
  /** The identities of an open server, where every caller may do everything. */
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

  /** Returns the identity of the caller. */
  Identity of(HttpServerExchange exchange);

  /**
   * Returns a function that looks up a token that the client sends later; it also works after the
   * exchange has ended.
   */
  Function<String, Identity> byToken(HttpServerExchange exchange);
}
