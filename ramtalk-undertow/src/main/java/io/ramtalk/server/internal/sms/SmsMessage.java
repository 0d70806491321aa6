package io.ramtalk.server.internal.sms;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that an application sent through the SMS facade, and its progress.
 *
 * <p><b>Threads:</b> any number.
 */
final class SmsMessage {
  private final Order order;
  private final String sid;
  private final Instant created;
  private volatile Progress progress;

  /**
   * The request of an application.
   *
   * @param account the account of the application
   * @param from the number or name of the sender, or null if a messaging service sends it
   * @param serviceSid the messaging service, or null
   * @param to the number of the recipient
   * @param body the text
   * @param callback the URL for status callbacks, or null
   */
  record Order(SmsAccount account, @Nullable String from, @Nullable String serviceSid, String to,
      String body, @Nullable URI callback) {
    /** Returns the number or name of the sender, or the messaging service. */
    String sender() {
      return from != null ? from : String.valueOf(serviceSid);
    }
  }

  /** The delivery states of a message. */
  enum State { QUEUED, SENT, DELIVERED, UNDELIVERED }

  /** The state of a message, the time it was reached, and the provider's error number, if any. */
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
