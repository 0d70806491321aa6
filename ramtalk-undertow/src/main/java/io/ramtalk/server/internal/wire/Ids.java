package io.ramtalk.server.internal.wire;

import io.ramtalk.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses message ids in requests. */
public final class Ids {
  private Ids() {}

  /** Returns the message ids of the member {@code ids}; rejects the request if it is missing. */
  public static List<MessageId> requiredMessages(JsonFields fields) {
    var ids = messages(fields);
    if (ids == null) {
      throw new ProblemException(422, "field_missing", "ids is missing");
    }
    return ids;
  }

  /** Returns the message ids of the member {@code ids}, or null if it is missing. */
  public static @Nullable List<MessageId> messages(JsonFields fields) {
    var ids = fields.texts("ids");
    return ids == null ? null : ids.stream().map(MessageId::parse).toList();
  }
}
