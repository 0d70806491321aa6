package io.ramtalk.server.internal.http;

import io.ramtalk.server.internal.wire.Json;
import io.ramtalk.server.internal.wire.MediaType;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.IoUtils;

/** Sends responses with the headers that all of them share. */
public final class Response {
  private static final HttpString NOSNIFF = new HttpString("X-Content-Type-Options");
  private static final HttpString SECURITY_POLICY = new HttpString("Content-Security-Policy");
  private static final HttpString RESOURCE_POLICY =
      new HttpString("Cross-Origin-Resource-Policy");

  private static final HttpString REFERRER_POLICY = new HttpString("Referrer-Policy");
  private static final String ONE_YEAR = "max-age=31536000";

  /* Undertow's connection keeps the buffer written with the head until its next response or its
   * end. So a long response begins with a short piece; otherwise idle connections would hold many
   * megabytes that were sent long ago. */
  private static final int FIRST_BYTES = 4 << 10;

  private Response() {}

  /** Sends 200 with a JSON object whose members the writer writes. */
  public static void json(HttpServerExchange exchange, Json.Writer members) {
    send(exchange, 200, MediaType.JSON, Json.object(members));
  }

  /** Sends a complete body and ends the exchange. */
  public static void send(HttpServerExchange exchange, int status, String mediaType, byte[] body) {
    exchange.setStatusCode(status);
    exchange.setReasonPhrase(Problems.title(status));
    head(exchange, mediaType);
    if (exchange.isRequestComplete() || exchange.isPersistent()) {
      write(exchange, body, IoCallback.END_EXCHANGE);
    } else {
      BodyLimits.discard(exchange, () -> write(exchange, body, IoCallback.END_EXCHANGE));
    }
  }

  /**
   * Sends 200 with a body that a browser may display, under a security policy and only to pages of
   * this origin. JSON needs no policy: with nosniff, browsers neither display nor run it for
   * another site.
   */
  public static void send(HttpServerExchange exchange, String mediaType, byte[] body,
      String policy) {
    head(exchange, mediaType);
    policy(exchange, policy);
    write(exchange, body, IoCallback.END_EXCHANGE);
  }

  /** Sets the headers that tell a browser what the content may do and which sites may load it. */
  public static void policy(HttpServerExchange exchange, String policy) {
    exchange.getResponseHeaders().put(SECURITY_POLICY, policy);
    exchange.getResponseHeaders().put(RESOURCE_POLICY, "same-origin");
    exchange.getResponseHeaders().put(REFERRER_POLICY, "no-referrer");
  }

  /** Writes a complete body or its next piece, and calls back when it has been sent. */
  public static void write(HttpServerExchange exchange, byte[] body, IoCallback next) {
    write(exchange, ByteBuffer.wrap(body), next);
  }

  /** Writes the rest of a buffer, which must not change until the callback. */
  public static void write(HttpServerExchange exchange, ByteBuffer bytes, IoCallback next) {
    var sender = exchange.getResponseSender();
    if (bytes.remaining() <= FIRST_BYTES || exchange.isResponseStarted()) {
      sender.send(bytes, next);
      return;
    }
    if (next.equals(IoCallback.END_EXCHANGE)) {
      exchange.setResponseContentLength(bytes.remaining());
    }
    var first = ByteBuffer.allocate(FIRST_BYTES).put(bytes.slice(0, FIRST_BYTES)).flip();
    sender.send(first, new IoCallback() {
      @Override
      public void onComplete(HttpServerExchange sent, Sender sameSender) {
        sameSender.send(bytes.slice(FIRST_BYTES, bytes.limit() - FIRST_BYTES), next);
      }

      @Override
      public void onException(HttpServerExchange failed, Sender sameSender, IOException e) {
        next.onException(failed, sameSender, e);
      }
    });
  }

  /** Closes the connection so that the client can tell that the response is incomplete. */
  public static void cut(HttpServerExchange exchange) {
    IoUtils.safeClose(exchange.getConnection());
  }

  /** Sets the headers of every response: no caching and no content sniffing. */
  public static void head(HttpServerExchange exchange, String mediaType) {
    var headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, mediaType);
    headers.put(Headers.CACHE_CONTROL, "no-store");
    headers.put(NOSNIFF, "nosniff");
    if (exchange.getRequestScheme().equals("https") && !isLocal(exchange)) {
      headers.put(Headers.STRICT_TRANSPORT_SECURITY, ONE_YEAR);
    }
  }

  /** All development servers on a machine share this name, including those without TLS. */
  private static boolean isLocal(HttpServerExchange exchange) {
    return exchange.getHostName().equals("localhost");
  }
}
