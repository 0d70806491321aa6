package io.ramtalk.server;

import io.ramtalk.ProfileChange;
import io.ramtalk.RamTalk;
import io.ramtalk.User;
import io.ramtalk.UserNotFound.Role;
import io.undertow.server.HttpServerExchange;

/** {@code /users/{id}}: shows a profile, changes it, or deletes the account. */
final class UserEndpoint {
  private final RamTalk talk;
  private final Bodies bodies;
  private final Bodies.Bound bound;

  UserEndpoint(RamTalk talk, Bodies bodies) {
    this.talk = talk;
    this.bodies = bodies;
    bound = Bodies.Bound.of(SignUpEndpoint.maxBodyBytes(talk.limits()));
  }

  /** Answers {@code GET}. */
  void show(HttpServerExchange exchange, String id) {
    answer(exchange, talk, talk.user(Ids.user(id, Role.USER)));
  }

  /**
   * Answers {@code PATCH}, and {@code POST} for clients that have no other: members that are absent
   * stay as they are, a null takes away.
   */
  void change(HttpServerExchange exchange, String id) throws Exception {
    var user = Ids.user(id, Role.USER);
    bodies.readJson(exchange, bound,
        fields -> answer(exchange, talk, talk.change(user, read(fields))));
  }

  /** Answers {@code DELETE}. */
  void delete(HttpServerExchange exchange, String id) {
    talk.delete(Ids.user(id, Role.USER));
    Answer.json(exchange, json -> json.writeStringField("status", "deleted"));
  }

  /** Answers with what is shown of a user. */
  static void answer(HttpServerExchange exchange, RamTalk talk, User user) {
    var presence = talk.presence(user.id());
    Answer.json(exchange, json -> {
      Wire.profile(json, user);
      Wire.presence(json, presence);
    });
  }

  private static ProfileChange read(JsonFields fields) {
    var change = ProfileChange.none();
    if (fields.has("name")) {
      var name = fields.text("name");
      change = change.name(name == null ? "" : name);
    }
    if (fields.has("image")) {
      var image = fields.file("image");
      change = image == null ? change.removeImage() : change.image(image);
    }
    return change;
  }
}
