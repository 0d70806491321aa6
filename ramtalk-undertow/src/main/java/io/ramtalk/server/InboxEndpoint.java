package io.ramtalk.server;

import io.ramtalk.RamTalk;

/** {@code GET /inbox/{id}}: looks into a mailbox without taking anything. */
final class InboxEndpoint implements Endpoint {
  private final RamTalk talk;

  InboxEndpoint(RamTalk talk) {
    this.talk = talk;
  }

  @Override
  public void answer(Call call) {
    var exchange = call.exchange();
    int max = Query.number(exchange, "max", Integer.MAX_VALUE);
    var messages = talk.peek(call.user(), max);
    Backlog.take(exchange, Wire.length(messages));
    Answer.json(exchange, json -> Wire.messages(json, messages));
  }
}
