package io.ramtalk.server.internal.mail;

import io.ramtalk.Draft;
import io.ramtalk.UserId;
import io.ramtalk.UserNotFound.Role;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.access.UserLookup;
import io.ramtalk.server.internal.wire.JsonFields;

/** Reads a message to send from the members of a JSON object. */
public final class Drafts {
  private Drafts() {}

  /** Reads a message whose sender is in the object. */
  public static Draft read(JsonFields fields, Identity caller, UserLookup users) {
    return read(fields, caller, users, users.findSender(caller, fields.required("from_id")));
  }

  /** Reads a message from the given sender. */
  public static Draft read(JsonFields fields, Identity caller, UserLookup users, UserId from) {
    var to = fields.required("to_id");
    var image = fields.file("image");
    var text = image == null ? fields.required("message") : fields.text("message");
    return new Draft(from, users.find(caller, to, Role.TARGET), text == null ? "" : text, image,
        fields.seconds("expires_in"), fields.seconds("destruct_after"), fields.text("id"));
  }
}
