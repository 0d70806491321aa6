package io.ramtalk.server.internal.people;

import io.ramtalk.ProfileChange;
import io.ramtalk.RamTalk;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.JsonFields;
import io.ramtalk.server.internal.wire.MessengerJson;
import java.util.function.Consumer;

/** {@code /users/{id}}: returns or changes a profile, or deletes the account. */
public final class UserEndpoint {
  private final RamTalk talk;
  private final Bodies bodies;
  private final Bodies.Bound bound;
  private final Consumer<UserId> onDelete;

  public UserEndpoint(RamTalk talk, Bodies bodies, Consumer<UserId> onDelete) {
    this.talk = talk;
    this.bodies = bodies;
    this.onDelete = onDelete;
    bound = Bodies.Bound.of(SignUpEndpoint.maxBodyBytes(talk.limits()));
  }

  /** Handles {@code GET}. */
  public void show(Call call) {
    respond(call, talk, talk.user(call.user()));
  }

  /**
   * Handles {@code PATCH}, and {@code POST} for clients without it. Absent members stay unchanged;
   * null removes a value.
   */
  public void change(Call call) throws Exception {
    var user = call.user();
    bodies.readJson(call, bound,
        fields -> respond(call, talk, talk.change(user, read(fields))));
  }

  /** Handles {@code DELETE}. */
  public void delete(Call call) {
    var user = call.user();
    talk.delete(user);
    onDelete.accept(user);
    Response.json(call.exchange(), json -> json.writeStringField("status", "deleted"));
  }

  /** Responds with the public data of a user. */
  static void respond(Call call, RamTalk talk, User user) {
    var presence = talk.presence(user.id());
    Response.json(call.exchange(), json -> {
      MessengerJson.profile(json, user, call.caller().mobileOf(user));
      MessengerJson.presence(json, presence);
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
