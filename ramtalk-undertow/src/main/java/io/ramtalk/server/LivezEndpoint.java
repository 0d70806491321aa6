package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;

/** {@code GET /livez}: this process answers. */
final class LivezEndpoint implements Endpoint {
  @Override
  public void answer(HttpServerExchange exchange, String id) {
    Answer.json(exchange, json -> json.writeStringField("status", "ok"));
  }
}
