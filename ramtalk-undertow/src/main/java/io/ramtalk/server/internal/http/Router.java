package io.ramtalk.server.internal.http;

import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.PathTemplateMatcher;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoint of a request in the routing table, checks access, and responds to all errors.
 */
public final class Router implements HttpHandler {
  /* Undertow cuts a path at a semicolon. No path here has one, so such requests are rejected: a
   * proxy that checks access by path must not see a different path.
   *
   * Malformed heads never get here: Undertow responds with an empty 400 and closes the connection.
   * Neither do requests with ambiguous framing, see RequestFraming. */
  private final PathTemplateMatcher<PathRoutes> matcher = new PathTemplateMatcher<>();
  private final RequestFilters filters;
  private final Problems problems;
  private final Workers workers;

  /** Creates a router that handles requests on the workers. */
  public Router(
      List<Route> routes, RequestFilters filters, Problems problems, Workers workers) {
    this.workers = workers;
    this.filters = filters;
    this.problems = problems;
    for (var route : routes) {
      var methods = matcher.get(route.template());
      if (methods == null) {
        methods = new PathRoutes(new TreeMap<>());
        matcher.add(route.template(), methods);
      }
      methods.routes().put(route.method(), route);
    }
  }

  /** The routes of one path, by method. */
  private record PathRoutes(Map<String, Route> routes) {
    /** Returns the route of a method; {@code HEAD} is handled as a read-only {@code GET}. */
    @Nullable Route find(String method) {
      var route = routes.get(method);
      var get = routes.get("GET");
      return route == null && method.equals("HEAD") && get != null && !get.changes() ? get : route;
    }

    /** Returns the value of an {@code Allow} header. */
    String allowed() {
      var methods = new TreeSet<>(routes.keySet());
      methods.add("OPTIONS");
      if (find("HEAD") != null) {
        methods.add("HEAD");
      }
      return String.join(", ", methods);
    }
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    if (workers.mayBlock() && exchange.isInIoThread()) {
      exchange.dispatch(workers, this);
      return;
    }
    problems.guard(exchange, () -> route(exchange));
  }

  private void route(HttpServerExchange exchange) {
    filters.admit(exchange);
    var match = matcher.match(withoutSlash(exchange.getRelativePath()));
    if (match == null || exchange.getRequestURI().indexOf(';') >= 0) {
      throw new ProblemException(404, "route_not_found", "Not Found");
    }
    var methods = match.getValue();
    var route = methods.find(exchange.getRequestMethod().toString());
    if (route != null) {
      route.metrics().begin(exchange);
      var id = withSlashes(match.getParameters().getOrDefault("id", ""));
      var call = new Call(exchange, route, id, filters.users(), workers);
      problems.guard(call, () -> {
        filters.authorize(call);
        route.endpoint().respond(call);
      });
    } else if (!filters.respondToPreflight(exchange, methods.routes().keySet())) {
      exchange.getResponseHeaders().put(Headers.ALLOW, methods.allowed());
      if (!exchange.getRequestMethod().equals(Methods.OPTIONS)) {
        throw new ProblemException(405, "method_not_allowed", "Method Not Allowed");
      }
      exchange.setStatusCode(204);
      exchange.endExchange();
    }
  }

  /** Returns a path without a single trailing slash, which is ignored. */
  public static String withoutSlash(String path) {
    int last = path.length() - 1;
    return last > 0 && path.charAt(last) == '/' && path.charAt(last - 1) != '/'
        ? path.substring(0, last) : path;
  }

  /** Decodes the slashes that Undertow keeps encoded; they are safe in a matched segment. */
  private static String withSlashes(String segment) {
    return segment.replace("%2F", "/").replace("%2f", "/");
  }
}
