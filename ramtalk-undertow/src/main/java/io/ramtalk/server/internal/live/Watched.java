package io.ramtalk.server.internal.live;

import io.ramtalk.UserId;
import io.ramtalk.UserNotFound.Role;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.wire.ProblemException;
import io.ramtalk.server.internal.wire.Query;
import io.ramtalk.server.internal.wire.UrlencodedForm;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import java.util.stream.Stream;

/** Parses the users whose presence a live connection watches: {@code ?presence=id,number}. */
final class Watched {
  private Watched() {}

  static List<UserId> users(Call call) {
    return texts(call.exchange()).stream().map(text -> call.find(text, Role.USER)).distinct()
        .toList();
  }

  /** Returns the ids and numbers in the parameter; rejects too many. */
  static List<String> texts(HttpServerExchange exchange) {
    var text = Query.text(exchange, "presence");
    if (text == null || text.isEmpty()) {
      return List.of();
    }
    var users = Stream.of(text.split(",", -1)).map(UrlencodedForm::withPlus).distinct().toList();
    if (users.size() > LiveSession.MAX_WATCHED_USERS) {
      throw new ProblemException(422, "query_invalid",
          "presence may name at most " + LiveSession.MAX_WATCHED_USERS + " users");
    }
    return users;
  }
}
