package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.ramtalk.UserNotFound.Role;
import io.undertow.server.HttpServerExchange;

/** {@code GET /inbox/{id}}: looks into a mailbox without taking anything. */
final class InboxEndpoint implements Endpoint {
  private final RamTalk talk;

  InboxEndpoint(RamTalk talk) {
    this.talk = talk;
  }

  @Override
  public void answer(HttpServerExchange exchange, String id) {
    int max = Query.number(exchange, "max", Integer.MAX_VALUE);
    var messages = talk.peek(Ids.user(id, Role.USER), max);
    Backlog.take(exchange, Wire.length(messages));
    Answer.json(exchange, json -> Wire.messages(json, messages));
  }
}
