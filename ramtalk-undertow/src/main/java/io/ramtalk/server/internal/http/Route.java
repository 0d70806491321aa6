package io.ramtalk.server.internal.http;

import io.ramtalk.server.internal.access.Rule;

/**
 * An entry of the routing table.
 *
 * @param method the HTTP method
 * @param template the path, with {@code {id}} for its parameter
 * @param rule the access rule
 * @param changes whether the route changes something, so that pages of other origins may not call
 *     it
 * @param endpoint the endpoint
 * @param metrics the metrics of the route
 */
public record Route(String method, String template, Rule rule, boolean changes, Endpoint endpoint,
    RouteMetrics metrics) {
  /** Returns a route that changes something unless its method is {@code GET}. */
  public static Route of(String method, String template, Rule rule, Endpoint endpoint) {
    return new Route(
        method, template, rule, !method.equals("GET"), endpoint, new RouteMetrics());
  }

  /** Returns a {@code GET} route that changes something. */
  public static Route changingGet(String template, Rule rule, Endpoint endpoint) {
    return new Route("GET", template, rule, true, endpoint, new RouteMetrics());
  }
}
