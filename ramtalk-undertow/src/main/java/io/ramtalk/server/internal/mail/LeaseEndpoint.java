package io.ramtalk.server.internal.mail;

import io.ramtalk.MessageId;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.Ids;
import io.ramtalk.server.internal.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /receive/{id}/ack} and {@code /release}: ends a lease or part of it. */
public final class LeaseEndpoint implements Endpoint {
  private static final Bodies.Bound BOUND = Bodies.Bound.of(256 << 10);

  private final Bodies bodies;
  private final Step step;

  private LeaseEndpoint(Bodies bodies, Step step) {
    this.bodies = bodies;
    this.step = step;
  }

  /** Ends the lease of some messages, or of all if ids is null; returns the outcome. */
  private interface Step {
    Json.Writer end(UserId user, String lease, @Nullable List<MessageId> ids);
  }

  public static LeaseEndpoint acknowledge(RamTalk talk, Bodies bodies) {
    return new LeaseEndpoint(bodies, (user, lease, ids) -> {
      var result = ids == null
          ? talk.acknowledge(user, lease) : talk.acknowledge(user, lease, ids);
      return json -> {
        json.writeNumberField("acknowledged", result.acknowledged());
        json.writeNumberField("gone", result.gone());
        json.writeNumberField("stale", result.stale());
      };
    });
  }

  public static LeaseEndpoint release(RamTalk talk, Bodies bodies) {
    return new LeaseEndpoint(bodies, (user, lease, ids) -> {
      int released = ids == null ? talk.release(user, lease) : talk.release(user, lease, ids);
      return json -> json.writeNumberField("released", released);
    });
  }

  @Override
  public void respond(Call call) throws Exception {
    var exchange = call.exchange();
    var user = call.user();
    bodies.readJson(call, BOUND, fields -> Response.json(exchange,
        step.end(user, fields.required("lease"), Ids.messages(fields))));
  }
}
