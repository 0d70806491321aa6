package io.ramtalk.server;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ramtalk.Message;
import io.ramtalk.RamTalk;
import io.ramtalk.UserNotFound.Role;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;

/** {@code GET /receive/{id}}: takes all messages out of a mailbox. */
final class ReceiveEndpoint implements Endpoint {
  private final RamTalk talk;

  ReceiveEndpoint(RamTalk talk) {
    this.talk = talk;
  }

  @Override
  public void answer(HttpServerExchange exchange, String id) {
    var messages = talk.receive(Ids.user(id, Role.USER));
    Answer.json(exchange, json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("messages");
      for (var message : messages) {
        write(json, message);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void write(JsonGenerator json, Message message) throws IOException {
    json.writeStartObject();
    json.writeStringField("from", message.from().toString());
    json.writeStringField("text", message.text());
    json.writeStringField("id", message.id().toString());
    json.writeStringField("timestamp", Timestamps.format(message.sentAt()));
    json.writeEndObject();
  }
}
