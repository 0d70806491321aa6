package io.ramtalk.server;

import io.ramtalk.UserId;
import io.ramtalk.UserNotFound.Role;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.stream.Stream;

/** Reads whose presence a live connection asks for: {@code ?presence=id,id}. */
final class Watched {
  private Watched() {}

  static List<UserId> users(HttpServerExchange exchange) {
    var text = Query.text(exchange, "presence");
    if (text == null || text.isEmpty()) {
      return List.of();
    }
    var users = Stream.of(text.split(",", -1)).map(id -> Ids.user(id, Role.USER)).distinct()
        .toList();
    if (users.size() > LiveFeed.MAX_WATCHED_USERS) {
      throw new RequestRefused(422, "query_invalid",
          "presence must name " + LiveFeed.MAX_WATCHED_USERS + " users at most");
    }
    return users;
  }
}
