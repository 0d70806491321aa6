package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;

/** Answers the requests of one route: parse, one call of the messenger, wire record. */
interface Endpoint {
  /**
   * Answers, now or later, without ever waiting: it is called on an I/O thread. The id is the
   * {@code {id}} of the path, {@code ""} where the route has none.
   */
  void answer(HttpServerExchange exchange, String id) throws Exception;
}
