package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import org.xnio.IoUtils;

/** Sends answers: what all of them have in common stands here. */
final class Answer {
  private static final HttpString NOSNIFF = new HttpString("X-Content-Type-Options");

  private Answer() {}

  /** Sends 200 with a JSON object of the members that the writer writes. */
  static void json(HttpServerExchange exchange, Json.Writer members) {
    send(exchange, 200, MediaType.JSON, Json.object(members));
  }

  /** Sends a whole body and ends the exchange. */
  static void send(HttpServerExchange exchange, int status, String mediaType, byte[] body) {
    exchange.setStatusCode(status);
    head(exchange, mediaType);
    exchange.getResponseSender().send(ByteBuffer.wrap(body));
  }

  /** Closes the connection, so that half an answer does not look like a whole one. */
  static void cut(HttpServerExchange exchange) {
    IoUtils.safeClose(exchange.getConnection());
  }

  /** Sets the headers that every answer has: it may be kept by nobody, and is what it says. */
  static void head(HttpServerExchange exchange, String mediaType) {
    var headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, mediaType);
    headers.put(Headers.CACHE_CONTROL, "no-store");
    headers.put(NOSNIFF, "nosniff");
  }
}
