package io.ramtalk.server;

import io.ramtalk.Limits;
import io.ramtalk.RamTalk;
import io.undertow.server.HttpServerExchange;

/** {@code POST /send}: puts a message, or a line for each of many, into mailboxes. */
final class SendEndpoint implements Endpoint {
  /* JSON may write each byte of a text as six characters, as in backslash u 0 0 4 1. */
  private static final int MAX_ESCAPE_CHARS = 6;
  private static final int ROOM_FOR_MEMBERS_BYTES = 4 << 10;

  private final RamTalk talk;
  private final Bodies bodies;
  private final Bodies.Bound bound;

  SendEndpoint(RamTalk talk, Bodies bodies) {
    this.talk = talk;
    this.bodies = bodies;
    bound = Bodies.Bound.of(maxBodyBytes(talk.limits()));
  }

  /** Returns the length of the longest message, text and picture in base 64. */
  static int maxBodyBytes(Limits limits) {
    return limits.textBytes() * MAX_ESCAPE_CHARS + limits.imageBytes() / 3 * 4
        + ROOM_FOR_MEMBERS_BYTES;
  }

  @Override
  public void answer(HttpServerExchange exchange, String id) throws Exception {
    switch (MediaType.of(exchange)) {
      case MediaType.JSON -> bodies.readJson(exchange, bound, fields -> send(exchange, fields));
      case MediaType.NDJSON -> new BulkSend(exchange, talk, bodies, bound).begin();
      default -> throw MediaType.unsupported(MediaType.JSON + " or " + MediaType.NDJSON);
    }
  }

  private void send(HttpServerExchange exchange, JsonFields fields) {
    var id = talk.send(Drafts.read(fields));
    Answer.json(exchange, json -> {
      json.writeStringField("status", "sent");
      json.writeStringField("id", id.toString());
    });
  }
}
