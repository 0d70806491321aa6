package io.ramtalk.server.internal.people;

import io.ramtalk.Presence;
import io.ramtalk.RamTalk;
import io.ramtalk.User;
import io.ramtalk.UserNotFound;
import io.ramtalk.UserNotFound.Role;
import io.ramtalk.UserPresence;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.http.ResponseMemory;
import io.ramtalk.server.internal.wire.MediaType;
import io.ramtalk.server.internal.wire.ProblemException;
import io.ramtalk.server.internal.wire.Query;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.util.stream.Stream;

/**
 * {@code GET /users}: streams users in order of registration: all, a page, or the one with a
 * number.
 */
public final class UsersEndpoint implements Endpoint {
  private final RamTalk talk;

  public UsersEndpoint(RamTalk talk) {
    this.talk = talk;
  }

  @Override
  public void respond(Call call) throws Exception {
    var exchange = call.exchange();
    var mobile = Query.mobile(exchange, "mobile");
    if (mobile != null) {
      var users = call.users();
      respond(call, users.find(call.caller(), users.mobile(mobile)).stream().map(this::listed));
      return;
    }
    var after = Query.mobile(exchange, "after");
    int limit = Query.number(exchange, "limit", Integer.MAX_VALUE);
    if (limit < 1) {
      throw new ProblemException(422, "query_invalid", "limit must be 1 or more");
    }
    var users = talk.list(after == null ? null : call.find(after, Role.USER));
    respond(call, limit == Integer.MAX_VALUE ? users : users.limit(limit));
  }

  /** Returns a user with its presence; a user who has just left is offline. */
  private UserPresence listed(User user) {
    try {
      return new UserPresence(user, talk.presence(user.id()));
    } catch (UserNotFound gone) {
      return new UserPresence(user, new Presence(false, null));
    }
  }

  private static void respond(Call call, Stream<UserPresence> users) throws IOException {
    var exchange = call.exchange();
    ResponseMemory.take(exchange, UsersStream.BYTES);
    var stream = new UsersStream(call, users.iterator());
    Response.head(exchange, MediaType.JSON);
    exchange.dispatch(SameThreadExecutor.INSTANCE, stream);
  }
}
