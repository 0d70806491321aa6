package io.ramtalk.server;

import io.ramtalk.server.internal.access.ConsoleDelivery;
import io.ramtalk.server.internal.access.WebhookDelivery;
import io.ramtalk.server.internal.wire.Announcer;
import io.ramtalk.server.internal.wire.Masked;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Delivers one-time codes to mobile numbers, for example through an SMS gateway.
 *
 * <p><b>Threads:</b> called concurrently on I/O threads. The call must not block, so it only starts
 * what takes time. An exception is logged without the code; the caller who requested the code is
 * not told.
 */
@FunctionalInterface
public interface CodeDelivery {
  /**
   * Starts the delivery of a code.
   *
   * @param message the code, the number and the text to send
   */
  void deliver(Message message);

  /**
   * Returns a delivery that prints codes on a terminal, for evaluation.
   *
   * @param terminal the terminal
   * @return a delivery that need not be closed
   */
  static CodeDelivery console(PrintWriter terminal) {
    return new ConsoleDelivery(new Announcer(terminal, false));
  }

  /**
   * Returns a delivery that posts codes as JSON to an SMS gateway: {@code {"to": "…", "text": "…",
   * "code": "…"}}. Temporary failures are retried up to three attempts.
   *
   * @param gateway an http or https URL
   * @param secret a bearer token for the gateway, or null
   * @return a delivery that the server closes
   * @throws IllegalArgumentException if the URL is not a valid http or https URL
   */
  static CodeDelivery webhook(URI gateway, @Nullable String secret) {
    return new WebhookDelivery(gateway, secret);
  }

  /**
   * A code to deliver.
   *
   * @param mobile the number, in canonical form
   * @param code the code, a secret
   * @param life how long the code is valid
   */
  record Message(String mobile, String code, Duration life) {
    /**
     * Returns the text for the owner of the number.
     *
     * @return two sentences in English, with the code
     */
    public String text() {
      return "Your RAMTalk code is " + code + ". It is valid for " + time() + ".";
    }

    /** Returns the masked number and the lifetime; the code is a secret. */
    @Override
    public String toString() {
      return "Message[mobile=" + Masked.mobile(mobile) + ", life=" + life + "]";
    }

    private String time() {
      long seconds = life.toSeconds();
      long count = seconds % 60 == 0 ? seconds / 60 : seconds;
      var unit = seconds % 60 == 0 ? "minute" : "second";
      return count + " " + unit + (count == 1 ? "" : "s");
    }
  }
}
