package io.ramtalk.server;

/**
 * One line of the table of routes.
 *
 * @param method the method
 * @param template the path, with what the endpoint is asked for as {@code {id}}
 * @param rule who may use it
 * @param changes true if it changes something, so that no page of another site may ask for it
 * @param endpoint what answers
 * @param traffic what is counted of it
 */
record Route(String method, String template, Rule rule, boolean changes, Endpoint endpoint,
    Traffic traffic) {
  /** Returns a route that changes something unless its method is {@code GET}. */
  static Route of(String method, String template, Rule rule, Endpoint endpoint) {
    return new Route(
        method, template, rule, !method.equals("GET"), endpoint, new Traffic());
  }

  /** Returns a route that changes something although its method is {@code GET}. */
  static Route changingGet(String template, Rule rule, Endpoint endpoint) {
    return new Route("GET", template, rule, true, endpoint, new Traffic());
  }
}
