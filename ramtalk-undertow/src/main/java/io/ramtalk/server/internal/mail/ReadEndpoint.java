package io.ramtalk.server.internal.mail;

import io.ramtalk.RamTalk;
import io.ramtalk.UserNotFound.Role;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.Ids;

/** {@code POST /read/{id}}: reports to a sender that its messages were read. */
public final class ReadEndpoint implements Endpoint {
  private static final Bodies.Bound BOUND = Bodies.Bound.of(64 << 10);

  private final RamTalk talk;
  private final Bodies bodies;

  public ReadEndpoint(RamTalk talk, Bodies bodies) {
    this.talk = talk;
    this.bodies = bodies;
  }

  @Override
  public void respond(Call call) throws Exception {
    var exchange = call.exchange();
    var reader = call.user();
    bodies.readJson(call, BOUND, fields -> {
      var sender = call.find(fields.required("from_id"), Role.SENDER);
      int read = talk.read(reader, sender, Ids.requiredMessages(fields));
      Response.json(exchange, json -> json.writeNumberField("read", read));
    });
  }
}
