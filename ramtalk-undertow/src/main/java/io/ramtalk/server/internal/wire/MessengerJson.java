package io.ramtalk.server.internal.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.ramtalk.Image;
import io.ramtalk.Message;
import io.ramtalk.Presence;
import io.ramtalk.Receipt;
import io.ramtalk.SignUp;
import io.ramtalk.User;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the messenger's data as JSON, and defines all member names. */
public final class MessengerJson {
  /* Approximate size of a receipt, or of a message without its text and picture. */
  private static final int ROUGH_BYTES = 256;

  /* The names repeated in long responses, escaped and encoded once. */
  private static final SerializableString MOBILE = new SerializedString("mobile");
  private static final SerializableString NAME = new SerializedString("name");
  private static final SerializableString ONLINE = new SerializedString("online");
  private static final SerializableString FROM = new SerializedString("from");
  private static final SerializableString TEXT = new SerializedString("text");
  private static final SerializableString ID = new SerializedString("id");
  private static final SerializableString DELIVERY_COUNT = new SerializedString("delivery_count");

  private MessengerJson() {}

  /** Returns the approximate number of bytes that {@link #messages} writes. */
  public static long length(List<Message> messages) {
    long bytes = 0;
    for (var message : messages) {
      bytes += ROUGH_BYTES + message.textBytes()
          + message.picture().map(MessengerJson::length).orElse(0L);
    }
    return bytes;
  }

  /** Returns the approximate size of a picture in base64. */
  public static long length(Image image) {
    return image.size() / 3 * 4L;
  }

  /** Returns the approximate number of bytes that {@link #receipts} writes. */
  public static long receiptsLength(List<Receipt> receipts) {
    return (long) ROUGH_BYTES * receipts.size();
  }

  public static void messages(JsonGenerator json, List<Message> messages) throws IOException {
    json.writeArrayFieldStart("messages");
    for (var message : messages) {
      json.writeStartObject();
      message(json, message);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes a message, without braces. */
  public static void message(JsonGenerator json, Message message) throws IOException {
    text(json, FROM, message.from().toString());
    json.writeFieldName(TEXT);
    json.writeUTF8String(message.utf8(), 0, message.textBytes());
    text(json, ID, message.id().toString());
    time(json, "timestamp", message.sentAt());
    json.writeFieldName(DELIVERY_COUNT);
    json.writeNumber(message.deliveryCount());
    time(json, "expires_at", message.expiresAt().orElse(null));
    var destructAfter = message.destructAfter().orElse(null);
    if (destructAfter != null) {
      seconds(json, "destruct_after", destructAfter);
    }
    var image = message.picture().orElse(null);
    if (image != null) {
      json.writeFieldName("image");
      image(json, image, true);
    }
  }

  /** Writes the presence of a user, without braces. */
  public static void presence(JsonGenerator json, Presence presence) throws IOException {
    json.writeFieldName(ONLINE);
    json.writeBoolean(presence.online());
    time(json, "last_seen", presence.lastSeen());
  }

  /** Writes number and name of a user, without braces; the number as its caller may see it. */
  public static void listed(JsonGenerator json, User user, String mobile) throws IOException {
    text(json, MOBILE, mobile);
    text(json, NAME, user.name());
  }

  /** Writes a user's profile, without braces; the number as its caller may see it. */
  public static void profile(JsonGenerator json, User user, String mobile) throws IOException {
    json.writeStringField("user_id", user.id().toString());
    listed(json, user, mobile);
    time(json, "since", user.since());
    json.writeFieldName("image");
    if (user.image() == null) {
      json.writeNull();
    } else {
      image(json, user.image(), false);
    }
  }

  /** Writes the outcome of a sign-up, without braces. */
  public static void signUp(JsonGenerator json, SignUp signUp) throws IOException {
    json.writeStringField("status", signUp.created() ? "created" : "exists");
    json.writeStringField("user_id", signUp.user().id().toString());
  }

  static void image(JsonGenerator json, Image image, boolean withData) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", image.type().mediaType());
    json.writeNumberField("width", image.width());
    json.writeNumberField("height", image.height());
    json.writeNumberField("bytes", image.size());
    if (withData) {
      json.writeBinaryField("data", image.bytes());
    }
    json.writeEndObject();
  }

  public static void receipts(JsonGenerator json, String name, List<Receipt> receipts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (var receipt : receipts) {
      json.writeStartObject();
      receipt(json, receipt);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes a receipt, without braces. */
  public static void receipt(JsonGenerator json, Receipt receipt) throws IOException {
    var state = receipt.state().name().toLowerCase(Locale.ROOT);
    json.writeStringField("id", receipt.id().toString());
    json.writeStringField("to", receipt.to().toString());
    json.writeStringField("state", state);
    time(json, "sent_at", receipt.sentAt());
    time(json, "delivered_at", receipt.deliveredAt());
    time(json, state + "_at", receipt.endedAt());
  }

  private static void text(JsonGenerator json, SerializableString name, String value)
      throws IOException {
    json.writeFieldName(name);
    json.writeString(value);
  }

  public static void time(JsonGenerator json, String name, @Nullable Instant time)
      throws IOException {
    if (time != null) {
      json.writeStringField(name, Timestamps.format(time));
    }
  }

  private static void seconds(JsonGenerator json, String name, Duration duration)
      throws IOException {
    json.writeFieldName(name);
    long millis = duration.toMillis();
    if (millis % 1000 == 0) {
      json.writeNumber(millis / 1000);
    } else {
      json.writeNumber(millis / 1000.0);
    }
  }
}
