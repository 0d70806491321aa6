package io.ramtalk.server;

import io.ramtalk.Draft;
import io.ramtalk.UserId;
import io.ramtalk.UserNotFound.Role;

/** Reads a message that is to be sent from the members of a JSON object. */
final class Drafts {
  private Drafts() {}

  static Draft read(JsonFields fields) {
    return read(fields, Ids.user(fields.required("from_id"), Role.SENDER));
  }

  static Draft read(JsonFields fields, UserId from) {
    var to = fields.required("to_id");
    var image = fields.file("image");
    var text = image == null ? fields.required("message") : fields.text("message");
    return new Draft(from, Ids.user(to, Role.TARGET), text == null ? "" : text, image,
        fields.seconds("expires_in"), fields.seconds("destruct_after"), fields.text("id"));
  }
}
