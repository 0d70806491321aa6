package io.ramtalk.server.internal.people;

import io.ramtalk.ProfileChange;
import io.ramtalk.RamTalk;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.http.ResponseMemory;
import io.ramtalk.server.internal.wire.ProblemException;

/** {@code /users/{id}/image}: returns, replaces or deletes a profile picture. */
public final class ImageEndpoint {
  /* A picture is untrusted content: a browser may only display it. */
  private static final String SANDBOXED = "default-src 'none'; sandbox";

  private final RamTalk talk;
  private final Bodies bodies;
  private final Bodies.Bound bound;

  public ImageEndpoint(RamTalk talk, Bodies bodies) {
    this.talk = talk;
    this.bodies = bodies;
    bound = new Bodies.Bound(talk.limits().imageBytes(), new ProblemException(
        400, "image_too_large", Problems.imageTooLarge(talk.limits())));
  }

  /** Responds to {@code GET} with the file. */
  public void show(Call call) {
    var exchange = call.exchange();
    var image = talk.user(call.user()).image();
    if (image == null) {
      throw new ProblemException(404, "image_not_found", "User has no picture");
    }
    ResponseMemory.take(exchange, image.size());
    Response.send(exchange, image.type().mediaType(), image.bytes(), SANDBOXED);
  }

  /** Handles {@code PUT}, whose body is the file; its first bytes determine the type. */
  public void replace(Call call) throws Exception {
    var user = call.user();
    bodies.read(call, bound,
        body -> UserEndpoint.respond(
            call, talk, talk.change(user, ProfileChange.none().image(body))));
  }

  /** Handles {@code DELETE}. */
  public void remove(Call call) {
    UserEndpoint.respond(call, talk, talk.change(
        call.user(), ProfileChange.none().removeImage()));
  }
}
