package io.ramtalk.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.PathTemplateMatcher;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the endpoint of a request in the table of routes, and answers for all faults. */
final class Router implements HttpHandler {
  private final PathTemplateMatcher<Map<String, Endpoint>> matcher = new PathTemplateMatcher<>();
  private final Problems problems;

  /** One line of the table: method, path template with at most an {@code {id}}, endpoint. */
  record Route(String method, String template, Endpoint endpoint) {}

  Router(List<Route> routes, Problems problems) {
    this.problems = problems;
    for (var route : routes) {
      var methods = matcher.get(route.template());
      if (methods == null) {
        methods = new TreeMap<>();
        matcher.add(route.template(), methods);
      }
      methods.put(route.method(), route.endpoint());
    }
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    problems.guard(exchange, () -> route(exchange));
  }

  private void route(HttpServerExchange exchange) throws Exception {
    var match = matcher.match(exchange.getRelativePath());
    if (match == null) {
      throw new RequestRefused(404, "route_not_found", "Not Found");
    }
    var methods = match.getValue();
    var endpoint = methods.get(exchange.getRequestMethod().toString());
    if (endpoint == null) {
      exchange.getResponseHeaders().put(Headers.ALLOW, String.join(", ", methods.keySet()));
      throw new RequestRefused(405, "method_not_allowed", "Method Not Allowed");
    }
    endpoint.answer(exchange, match.getParameters().getOrDefault("id", ""));
  }
}
