package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.ramtalk.UserNotFound.Role;
import io.undertow.server.HttpServerExchange;

/** {@code POST /send}: puts a message into a mailbox. */
final class SendEndpoint implements Endpoint {
  /* JSON may write each byte of a text as six characters, as in backslash u 0 0 4 1. */
  private static final int MAX_ESCAPE_CHARS = 6;
  private static final int ROOM_FOR_MEMBERS_BYTES = 4 << 10;

  private final RamTalk talk;
  private final Problems problems;
  private final RequestBody.Bound bound;

  SendEndpoint(RamTalk talk, Problems problems) {
    this.talk = talk;
    this.problems = problems;
    int maxBytes = talk.limits().textBytes() * MAX_ESCAPE_CHARS + ROOM_FOR_MEMBERS_BYTES;
    bound = new RequestBody.Bound(maxBytes, new RequestRefused(
        413, "body_too_large", "Body exceeds " + maxBytes + " bytes"));
  }

  @Override
  public void answer(HttpServerExchange exchange, String id) throws Exception {
    if (!MediaType.of(exchange).equals(MediaType.JSON)) {
      throw MediaType.unsupported(MediaType.JSON);
    }
    RequestBody.read(exchange, problems, bound, body -> send(exchange, JsonFields.parse(body)));
  }

  private void send(HttpServerExchange exchange, Fields fields) {
    var from = fields.required("from_id");
    var to = fields.required("to_id");
    var text = fields.required("message");
    var id = talk.send(Ids.user(from, Role.SENDER), Ids.user(to, Role.TARGET), text);
    Answer.json(exchange, json -> {
      json.writeStartObject();
      json.writeStringField("status", "sent");
      json.writeStringField("id", id.toString());
      json.writeEndObject();
    });
  }
}
