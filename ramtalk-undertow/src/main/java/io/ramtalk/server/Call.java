package io.ramtalk.server;

import io.ramtalk.UserId;
import io.ramtalk.UserNotFound.Role;
import io.undertow.server.HttpServerExchange;

/**
 * One request that a route was found for.
 *
 * @param exchange the request and its answer
 * @param id the {@code {id}} of the path, {@code ""} where the route has none
 * @param caller who makes it
 */
record Call(HttpServerExchange exchange, String id, Identity caller) {
  /** Returns the user of the path; a text that is no id belongs to nobody, and is refused. */
  UserId user() {
    return Ids.user(id, Role.USER);
  }
}
