package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other sites from acting in the name of whoever looks at them, and lets those that
 * the owner listed do so (CORS, WHATWG Fetch).
 *
 * <p><b>Threads:</b> any number.
 */
final class Origins {
  /* A browser says with each request whether a page of this site made it (Sec-Fetch-Site), or,
   * older ones and where something changes, which (Origin). Who says neither is no browser. "none"
   * is a person who typed the address. Reading needs no check of its own: without CORS headers a
   * browser shows no answer to a page of another site. */
  private static final HttpString SEC_FETCH_SITE = new HttpString("Sec-Fetch-Site");
  private static final HttpString SEC_PURPOSE = new HttpString("Sec-Purpose");
  private static final HttpString PURPOSE = new HttpString("Purpose");
  private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
  private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
  private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
  private static final HttpString EXPOSE_HEADERS =
      new HttpString("Access-Control-Expose-Headers");
  private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
  private static final HttpString REQUEST_METHOD =
      new HttpString("Access-Control-Request-Method");
  private static final String MAX_AGE_SECONDS = "600";

  private final Set<String> listed;
  private final Proxies proxies;

  Origins(Collection<String> listed, Proxies proxies) {
    this.listed = Set.copyOf(listed);
    this.proxies = proxies;
  }

  /** Lets a page of a listed origin read the answer. */
  void admit(HttpServerExchange exchange) {
    if (listed.isEmpty()) {
      return;
    }
    var headers = exchange.getResponseHeaders();
    headers.add(Headers.VARY, "Origin");
    var origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
    if (origin != null && listed.contains(origin)) {
      headers.put(ALLOW_ORIGIN, origin);
      headers.put(EXPOSE_HEADERS, "Retry-After");
    }
  }

  /** Answers a page that asks first whether it may, if it may; false if that was not asked. */
  boolean answerPreflight(HttpServerExchange exchange, Collection<String> methods) {
    var headers = exchange.getRequestHeaders();
    var origin = headers.getFirst(Headers.ORIGIN);
    if (!exchange.getRequestMethod().equals(Methods.OPTIONS) || origin == null
        || !headers.contains(REQUEST_METHOD) || !listed.contains(origin)) {
      return false;
    }
    var answer = exchange.getResponseHeaders();
    answer.put(ALLOW_METHODS, String.join(", ", methods));
    answer.put(ALLOW_HEADERS, "Authorization, Content-Type, Last-Event-ID");
    answer.put(MAX_AGE, MAX_AGE_SECONDS);
    exchange.setStatusCode(204);
    exchange.endExchange();
    return true;
  }

  /** Refuses what a page of a site that is not listed asks for, or a browser ahead of time. */
  void check(HttpServerExchange exchange) {
    var headers = exchange.getRequestHeaders();
    var origin = headers.getFirst(Headers.ORIGIN);
    if (origin != null && listed.contains(origin)) {
      return;
    }
    if (isForeign(headers.getFirst(SEC_FETCH_SITE))
        || (origin != null && !isOwn(origin, exchange))) {
      throw new RequestRefused(403, "origin_refused", "Origin is not this server's");
    }
    if (isPrefetch(headers)) {
      throw new RequestRefused(
          403, "prefetch_refused", "Messages are not handed out to a prefetch");
    }
  }

  private static boolean isForeign(@Nullable String site) {
    return site != null && !site.equals("same-origin") && !site.equals("none");
  }

  /** True if the origin is this server as the client addressed it. */
  private boolean isOwn(String origin, HttpServerExchange exchange) {
    var host = exchange.getRequestHeaders().getFirst(Headers.HOST);
    return origin.equals(proxies.scheme(exchange) + "://" + host);
  }

  private static boolean isPrefetch(HeaderMap headers) {
    var purpose = headers.getFirst(SEC_PURPOSE);
    var older = headers.getFirst(PURPOSE);
    return (purpose != null && purpose.contains("prefetch"))
        || (older != null && older.contains("prefetch"));
  }
}
