package io.ramtalk.server;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message that an application sent through the SMS provider, and how far it has come.
 *
 * <p><b>Threads:</b> any number.
 */
final class SmsMessage {
  private final Order order;
  private final String sid;
  private final Instant created;
  private volatile Progress progress;

  /**
   * What an application asks for.
   *
   * @param account whose message it is
   * @param from the number or the name of the sender; null if a messaging service sends it
   * @param serviceSid the messaging service, or null
   * @param to the number it goes to
   * @param body the text
   * @param callback where the application wants to be told what becomes of it, or null
   */
  record Order(SmsAccount account, @Nullable String from, @Nullable String serviceSid, String to,
      String body, @Nullable URI callback) {
    /** Returns who sends it. */
    String sender() {
      return from != null ? from : String.valueOf(serviceSid);
    }
  }

  /** How far a message has come. */
  enum State { QUEUED, SENT, DELIVERED, UNDELIVERED }

  /** How far it has come, when it did, and the provider's number of the reason if no further. */
  record Progress(State state, Instant at, @Nullable Integer errorCode) {}

  SmsMessage(Order order, String sid, Instant created) {
    this.order = order;
    this.sid = sid;
    this.created = created;
    progress = new Progress(State.QUEUED, created, null);
  }

  Order order() {
    return order;
  }

  String sid() {
    return sid;
  }

  Instant created() {
    return created;
  }

  Progress progress() {
    return progress;
  }

  void come(Progress newProgress) {
    progress = newProgress;
  }
}
