package io.ramtalk.server;

import io.ramtalk.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads ids of messages from requests. */
final class Ids {
  private Ids() {}

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
