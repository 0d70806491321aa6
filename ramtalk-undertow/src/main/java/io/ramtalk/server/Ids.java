package io.ramtalk.server;

import io.ramtalk.InvalidInput;
import io.ramtalk.MessageId;
import io.ramtalk.UserId;
import io.ramtalk.UserNotFound.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads ids from requests. */
final class Ids {
  private Ids() {}

  /** Returns the id; a text that is none belongs to nobody, which is what the client is told. */
  static UserId user(String text, Role role) {
    try {
      return UserId.parse(text);
    } catch (InvalidInput e) {
      throw switch (role) {
        case USER -> new RequestRefused(404, "user_not_found", "User not found");
        case SENDER -> new RequestRefused(404, "sender_not_found", "Sender not found");
        case TARGET -> new RequestRefused(404, "target_not_found", "Target user not found");
      };
    }
  }

  /** Returns the message ids of the member {@code ids}, and refuses if there is none. */
  static List<MessageId> requiredMessages(JsonFields fields) {
    var ids = messages(fields);
    if (ids == null) {
      throw new RequestRefused(422, "field_missing", "ids is missing");
    }
    return ids;
  }

  /** Returns the message ids of the member {@code ids}, or null if there is none. */
  static @Nullable List<MessageId> messages(JsonFields fields) {
    var ids = fields.texts("ids");
    return ids == null ? null : ids.stream().map(MessageId::parse).toList();
  }
}
