package io.ramtalk.server.internal.mail;

import io.ramtalk.Limits;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Continuation;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.JsonFields;
import io.ramtalk.server.internal.wire.MediaType;

/** {@code POST /send}: sends one message, or one for each line of the body. */
public final class SendEndpoint implements Endpoint {
  /* JSON may escape each byte of a text as six characters, as in backslash u 0 0 4 1. */
  private static final int MAX_ESCAPE_CHARS = 6;
  private static final int ROOM_FOR_MEMBERS_BYTES = 4 << 10;

  private final MessageSender messageSender;
  private final Bodies bodies;
  private final Bodies.Bound bound;

  public SendEndpoint(MessageSender messageSender, Bodies bodies) {
    this.messageSender = messageSender;
    this.bodies = bodies;
    bound = Bodies.Bound.of(maxBodyBytes(messageSender.messenger().limits()));
  }

  /** Returns the maximum length of a message with its text and a picture in base64. */
  public static int maxBodyBytes(Limits limits) {
    return limits.textBytes() * MAX_ESCAPE_CHARS + limits.imageBytes() / 3 * 4
        + ROOM_FOR_MEMBERS_BYTES;
  }

  @Override
  public void respond(Call call) throws Exception {
    var exchange = call.exchange();
    switch (MediaType.of(exchange)) {
      case MediaType.JSON -> bodies.readJson(call, bound, fields -> send(call, fields));
      case MediaType.NDJSON -> new BulkSend(call, messageSender, bodies, bound).begin();
      default -> throw MediaType.unsupported(MediaType.JSON + " or " + MediaType.NDJSON);
    }
  }

  private void send(Call call, JsonFields fields) throws Exception {
    var draft = Drafts.read(fields, call.caller(), call.users());
    Continuation.await(call, bodies.problems(), messageSender.sendAsync(call.caller(), draft),
        id -> Response.json(call.exchange(), json -> {
          json.writeStringField("status", "sent");
          json.writeStringField("id", id.toString());
        }));
  }
}
