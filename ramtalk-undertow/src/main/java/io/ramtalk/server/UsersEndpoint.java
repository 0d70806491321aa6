package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;

/** {@code GET /users}: lists all users in order of registration, streamed. */
final class UsersEndpoint implements Endpoint {
  private final RamTalk talk;

  UsersEndpoint(RamTalk talk) {
    this.talk = talk;
  }

  @Override
  public void answer(HttpServerExchange exchange, String id) throws Exception {
    var stream = new UsersStream(exchange, talk.users().iterator());
    Answer.head(exchange, MediaType.JSON);
    exchange.dispatch(SameThreadExecutor.INSTANCE, stream);
  }
}
