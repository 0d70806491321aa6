package io.ramtalk.server.internal.http;

import io.ramtalk.UserId;
import io.ramtalk.UserNotFound.Role;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.access.UserLookup;
import io.undertow.server.HttpServerExchange;

/**
 * A request with its route.
 *
 * @param exchange the request and its response
 * @param id the {@code {id}} of the path, {@code ""} if the route has none
 * @param caller the user who makes the request
 * @param users finds the users that the request names
 */
public record Call(HttpServerExchange exchange, String id, Identity caller, UserLookup users) {
  /** Returns the user of the path; rejects an unknown one. */
  public UserId user() {
    return find(id, Role.USER);
  }

  /** Returns the user that a text of the request names by id or number. */
  public UserId find(String text, Role role) {
    return users.find(caller, text, role);
  }
}
