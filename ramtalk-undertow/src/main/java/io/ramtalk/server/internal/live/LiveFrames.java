package io.ramtalk.server.internal.live;

import io.ramtalk.engine.Command;
import io.ramtalk.MessageId;
import io.ramtalk.Presence;
import io.ramtalk.RamTalk;
import io.ramtalk.Receipt;
import io.ramtalk.SequencedMessage;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.wire.Json;
import io.ramtalk.server.internal.wire.MessengerJson;
import org.jspecify.annotations.Nullable;

/** Creates the frames of live connections; WebSockets and event streams carry the same bytes. */
public final class LiveFrames {
  private LiveFrames() {}

  static Transport.Frame hello(RamTalk talk, UserId user) {
    var limits = talk.limits();
    return frame("hello", null, null, json -> {
      json.writeStringField("epoch", talk.operations().epoch());
      json.writeStringField("user_id", user.toString());
      json.writeStringField("lease", Command.LIVE_LEASE);
      json.writeObjectFieldStart("limits");
      json.writeNumberField("mailbox_capacity", limits.mailboxCapacity());
      json.writeNumberField("text_bytes", limits.textBytes());
      json.writeNumberField("image_bytes", limits.imageBytes());
      json.writeEndObject();
    });
  }

  /** Reports that messages may have been missed: the last seen position is unknown here. */
  static Transport.Frame gap(String lastSeen) {
    return frame("gap", null, null, json -> json.writeStringField("after", lastSeen));
  }

  static Transport.Frame message(SequencedMessage pushed, String epoch) {
    var resume = epoch + "-" + pushed.sequence();
    return frame("message", resume, pushed.message().id(), json -> {
      MessengerJson.message(json, pushed.message());
      json.writeNumberField("sequence", pushed.sequence());
    });
  }

  static Transport.Frame caughtUp() {
    return frame("caught_up", null, null, json -> { });
  }

  static Transport.Frame receipt(Receipt receipt) {
    return frame("receipt", null, null, json -> MessengerJson.receipt(json, receipt));
  }

  static Transport.Frame presence(UserId user, Presence presence) {
    return frame("presence", null, null, json -> {
      json.writeStringField("user_id", user.toString());
      MessengerJson.presence(json, presence);
    });
  }

  static Transport.Frame sent(@Nullable String ref, MessageId id) {
    return frame("sent", null, null, json -> {
      json.writeStringField("ref", ref);
      json.writeStringField("id", id.toString());
    });
  }

  public static Transport.Frame error(@Nullable String ref, Problems.Problem problem) {
    return frame("error", null, null, json -> {
      json.writeStringField("ref", ref);
      json.writeNumberField("status", problem.status());
      json.writeStringField("detail", problem.detail());
      json.writeStringField("code", problem.code());
      problem.writeLimit(json);
    });
  }

  static Transport.Frame bye(String reason) {
    return frame("bye", null, null, json -> json.writeStringField("reason", reason));
  }

  private static Transport.Frame frame(
      String type, @Nullable String resume, @Nullable MessageId message, Json.Writer members) {
    return new Transport.Frame(type, Json.object(json -> {
      json.writeStringField("type", type);
      members.write(json);
    }), resume, message);
  }
}
