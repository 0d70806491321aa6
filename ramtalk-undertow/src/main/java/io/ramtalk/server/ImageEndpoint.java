package io.ramtalk.server;

import io.ramtalk.ProfileChange;
import io.ramtalk.RamTalk;
import io.ramtalk.UserNotFound.Role;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;

/** {@code /users/{id}/image}: shows a profile picture, replaces it, or takes it away. */
final class ImageEndpoint {
  /* A picture is somebody else's bytes: a browser may show it, and do nothing else with it. */
  private static final HttpString CONTENT_SECURITY_POLICY =
      new HttpString("Content-Security-Policy");
  private static final String SANDBOXED = "default-src 'none'; sandbox";

  private final RamTalk talk;
  private final Bodies bodies;
  private final Bodies.Bound bound;

  ImageEndpoint(RamTalk talk, Bodies bodies) {
    this.talk = talk;
    this.bodies = bodies;
    bound = new Bodies.Bound(talk.limits().imageBytes(), new RequestRefused(
        400, "image_too_large", Problems.imageTooLarge(talk.limits())));
  }

  /** Answers {@code GET} with the file. */
  void show(HttpServerExchange exchange, String id) {
    var image = talk.user(Ids.user(id, Role.USER)).image();
    if (image == null) {
      throw new RequestRefused(404, "image_not_found", "User has no picture");
    }
    Backlog.take(exchange, image.size());
    exchange.getResponseHeaders().put(CONTENT_SECURITY_POLICY, SANDBOXED);
    Answer.send(exchange, 200, image.type().mediaType(), image.bytes());
  }

  /** Answers {@code PUT}, whose body is the file; what type it is, its first bytes say. */
  void replace(HttpServerExchange exchange, String id) throws Exception {
    var user = Ids.user(id, Role.USER);
    bodies.read(exchange, bound,
        body -> UserEndpoint.answer(
            exchange, talk, talk.change(user, ProfileChange.none().image(body))));
  }

  /** Answers {@code DELETE}. */
  void remove(HttpServerExchange exchange, String id) {
    UserEndpoint.answer(exchange, talk, talk.change(
        Ids.user(id, Role.USER), ProfileChange.none().removeImage()));
  }
}
