package io.ramtalk.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.PathTemplateMatcher;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoint of a request in the table of routes, lets in who may use it, and answers for
 * all faults.
 */
final class Router implements HttpHandler {
  /* Undertow cuts a path at a semicolon, which no path here has: a proxy that lets in by the path
   * must not see another one.
   *
   * A head that is no HTTP never gets here: Undertow answers it with an empty 400 and closes the
   * connection. One whose framing is in doubt does not either, see RequestFraming. */
  private final PathTemplateMatcher<Map<String, Route>> matcher = new PathTemplateMatcher<>();
  private final Gates gates;
  private final Problems problems;
  private final @Nullable Workers workers;

  /** Answers on workers if there are any, and else on the I/O threads. */
  Router(List<Route> routes, Gates gates, Problems problems, @Nullable Workers workers) {
    this.workers = workers;
    this.gates = gates;
    this.problems = problems;
    for (var route : routes) {
      var methods = matcher.get(route.template());
      if (methods == null) {
        methods = new TreeMap<>();
        matcher.add(route.template(), methods);
      }
      methods.put(route.method(), route);
    }
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    if (workers != null && exchange.isInIoThread()) {
      workers.adopt(exchange);
      exchange.dispatch(workers, this);
      return;
    }
    problems.guard(exchange, () -> route(exchange));
  }

  private void route(HttpServerExchange exchange) throws Exception {
    gates.admit(exchange);
    var match = matcher.match(exchange.getRelativePath());
    if (match == null || exchange.getRequestURI().indexOf(';') >= 0) {
      throw new RequestRefused(404, "route_not_found", "Not Found");
    }
    var methods = match.getValue();
    var route = methods.get(exchange.getRequestMethod().toString());
    if (route != null) {
      exchange.putAttachment(RequestTrace.ROUTE, route);
      route.traffic().begin(exchange);
      var id = withSlashes(match.getParameters().getOrDefault("id", ""));
      route.endpoint().answer(gates.open(route, exchange, id));
    } else if (!gates.answerPreflight(exchange, methods.keySet())) {
      exchange.getResponseHeaders().put(Headers.ALLOW, String.join(", ", methods.keySet()));
      throw new RequestRefused(405, "method_not_allowed", "Method Not Allowed");
    }
  }

  /** Undertow leaves these as they are, since they would end a segment; this one is found. */
  private static String withSlashes(String segment) {
    return segment.replace("%2F", "/").replace("%2f", "/");
  }
}
