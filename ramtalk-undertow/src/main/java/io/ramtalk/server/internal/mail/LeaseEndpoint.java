package io.ramtalk.server.internal.mail;

import io.ramtalk.MessageId;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Continuation;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.Ids;
import io.ramtalk.server.internal.wire.Json;
import java.util.List;
import java.util.concurrent.CompletionStage;
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

  /** Ends the lease of some messages, or of all if ids is null; completes with the outcome. */
  private interface Step {
    CompletionStage<Json.Writer> end(UserId user, String lease, @Nullable List<MessageId> ids);
  }

  public static LeaseEndpoint acknowledge(RamTalk talk, Bodies bodies) {
    return new LeaseEndpoint(bodies, (user, lease, ids) ->
        talk.delivery().acknowledgeAsync(user, lease, ids).thenApply(result -> json -> {
          json.writeNumberField("acknowledged", result.acknowledged());
          json.writeNumberField("gone", result.gone());
          json.writeNumberField("stale", result.stale());
        }));
  }

  public static LeaseEndpoint release(RamTalk talk, Bodies bodies) {
    return new LeaseEndpoint(bodies, (user, lease, ids) ->
        talk.delivery().releaseAsync(user, lease, ids).thenApply(
            released -> json -> json.writeNumberField("released", released)));
  }

  @Override
  public void respond(Call call) throws Exception {
    var user = call.user();
    bodies.readJson(call, BOUND, fields -> Continuation.await(call, bodies.problems(),
        step.end(user, fields.required("lease"), Ids.messages(fields)),
        outcome -> Response.json(call.exchange(), outcome)));
  }
}
