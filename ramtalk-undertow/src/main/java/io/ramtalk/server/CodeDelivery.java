package io.ramtalk.server;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hands a one-time code to whoever brings it to its mobile number, such as an SMS gateway.
 *
 * <p><b>Threads:</b> called on an I/O thread, by several at a time: the call must not wait, so
 * what takes time is only begun in it. What it throws is logged, without the code, and the one who
 * asked for the code is not told.
 */
@FunctionalInterface
public interface CodeDelivery {
  /**
   * Begins to bring a code to its number.
   *
   * @param message the code, the number, and what to say
   */
  void deliver(Message message);

  /**
   * Prints codes on a terminal, for trying a server out.
   *
   * @param terminal where to
   * @return a delivery that nobody has to close
   */
  static CodeDelivery console(PrintWriter terminal) {
    return new ConsoleDelivery(new Announcer(terminal, false));
  }

  /**
   * Posts codes as JSON to an SMS gateway: {@code {"to": "…", "text": "…", "code": "…"}}. What
   * fails in a way that may pass is tried three times.
   *
   * @param gateway an http or https address
   * @param secret a bearer token for it, or null for none
   * @return a delivery that the server closes which it is given to
   * @throws IllegalArgumentException if the address is none
   */
  static CodeDelivery webhook(URI gateway, @Nullable String secret) {
    return new WebhookDelivery(gateway, secret);
  }

  /**
   * A code on its way.
   *
   * @param mobile the number, in canonical form
   * @param code the code, a secret
   * @param life how long it is valid
   */
  record Message(String mobile, String code, Duration life) {
    /**
     * Returns what to tell the owner of the number.
     *
     * @return two sentences in English, with the code
     */
    public String text() {
      return "Your RAMTalk code is " + code + ". It is valid for " + time() + ".";
    }

    /** Returns the end of the number and the life: a code is a secret. */
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
