package io.ramtalk.server.internal.access;

import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rejects requests that pages of other sites make in a user's browser, and allows those of
 * configured origins (CORS, WHATWG Fetch).
 *
 * <p><b>Threads:</b> any number.
 */
public final class Origins {
  /* A browser tells with each request whether a page of this origin made it (Sec-Fetch-Site). Older
   * browsers name the origin of requests that change something (Origin). A client that sends
   * neither header is not a browser. The value "none" means that a person typed the address. Reads
   * need no check of their own: without CORS headers a browser does not show the response to a page
   * of another origin. */
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

  public Origins(Collection<String> listed, Proxies proxies) {
    this.listed = Set.copyOf(listed);
    this.proxies = proxies;
  }

  /** Lets pages of a configured origin read the response. */
  public void admit(HttpServerExchange exchange) {
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

  /** Responds to a CORS preflight request from a configured origin; returns false for any other. */
  public boolean respondToPreflight(HttpServerExchange exchange, Collection<String> methods) {
    var headers = exchange.getRequestHeaders();
    var origin = headers.getFirst(Headers.ORIGIN);
    if (!exchange.getRequestMethod().equals(Methods.OPTIONS) || origin == null
        || !headers.contains(REQUEST_METHOD) || !listed.contains(origin)) {
      return false;
    }
    var response = exchange.getResponseHeaders();
    response.put(ALLOW_METHODS, String.join(", ", methods));
    response.put(ALLOW_HEADERS, "Authorization, Content-Type, Last-Event-ID");
    response.put(MAX_AGE, MAX_AGE_SECONDS);
    exchange.setStatusCode(204);
    exchange.endExchange();
    return true;
  }

  /** Rejects requests by pages of other origins, and prefetches by browsers. */
  public void check(HttpServerExchange exchange) {
    var headers = exchange.getRequestHeaders();
    var origin = headers.getFirst(Headers.ORIGIN);
    if (origin != null && listed.contains(origin)) {
      return;
    }
    if (isForeign(headers.getFirst(SEC_FETCH_SITE))
        || (origin != null && !isOwn(origin, exchange))) {
      throw new ProblemException(403, "origin_refused", "This origin is not allowed; add it with"
          + " --allow-origin");
    }
    if (isPrefetch(headers)) {
      throw new ProblemException(
          403, "prefetch_refused", "Prefetch is not allowed, because it could take messages");
    }
  }

  private static boolean isForeign(@Nullable String site) {
    return site != null && !site.equals("same-origin") && !site.equals("none");
  }

  /** Returns whether the origin is this server as the client addressed it. */
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
