package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;

/** {@code GET /users}: lists users in order of registration, streamed; all, or a page. */
final class UsersEndpoint implements Endpoint {
  private final RamTalk talk;

  UsersEndpoint(RamTalk talk) {
    this.talk = talk;
  }

  @Override
  public void answer(HttpServerExchange exchange, String id) throws Exception {
    var after = Query.user(exchange, "after");
    int limit = Query.number(exchange, "limit", Integer.MAX_VALUE);
    if (limit < 1) {
      throw new RequestRefused(422, "query_invalid", "limit must be 1 or more");
    }
    var users = after == null ? talk.users() : talk.usersAfter(after);
    Backlog.take(exchange, UsersStream.BYTES);
    var stream = new UsersStream(exchange, talk, users.limit(limit).iterator());
    Answer.head(exchange, MediaType.JSON);
    exchange.dispatch(SameThreadExecutor.INSTANCE, stream);
  }
}
