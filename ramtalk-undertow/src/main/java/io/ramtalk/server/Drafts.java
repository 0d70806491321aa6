package io.ramtalk.server;

import io.ramtalk.Draft;
import io.ramtalk.UserNotFound.Role;

/** Reads a message that is to be sent from the members of a JSON object. */
final class Drafts {
  private Drafts() {}

  static Draft read(JsonFields fields) {
    var from = fields.required("from_id");
    var to = fields.required("to_id");
    var image = fields.file("image");
    var text = image == null ? fields.required("message") : fields.text("message");
    return new Draft(Ids.user(from, Role.SENDER), Ids.user(to, Role.TARGET),
        text == null ? "" : text, image, fields.seconds("expires_in"),
        fields.seconds("destruct_after"), fields.text("id"));
  }
}
