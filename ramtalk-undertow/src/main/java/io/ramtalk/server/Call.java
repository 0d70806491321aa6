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
 * @param users what finds the users that it names
 */
record Call(HttpServerExchange exchange, String id, Identity caller, UserLookup users) {
  /** Returns the user of the path; a text that names nobody is refused. */
  UserId user() {
    return find(id, Role.USER);
  }

  /** Returns the user that a text of the request names, by id or number. */
  UserId find(String text, Role role) {
    return users.find(caller, text, role);
  }
}
