package io.ramtalk.cli.internal.print;

import io.ramtalk.cli.internal.client.ReceivedMessage;
import io.ramtalk.cli.internal.client.SafeText;
import java.io.PrintWriter;
import java.util.Map;

/** Formatting of messages for people. */
public final class MessageView {
  /* The indentation prevents a text from imitating output of this program: a message starts in the
   * first column, its notes are indented by two spaces and its further lines by four. */
  private static final String NOTE = "  * ";
  private static final String CONTINUED = "    ";

  private final Names names;
  private final Times times;

  public MessageView(Names names, Times times) {
    this.names = names;
    this.times = times;
  }

  /**
   * Prints a message and notes about it.
   *
   * @param saved the file name of each saved picture, by message id
   */
  public void print(ReceivedMessage message, Map<String, String> saved, PrintWriter out) {
    var line = times.of(message.member("timestamp")) + "  " + names.of(message.from()) + "  "
        + SafeText.block(message.text(), CONTINUED);
    out.println(message.text().isEmpty() ? line.stripTrailing() : line);
    var count = message.member("delivery_count");
    if (!count.equals("-") && !count.equals("0") && !count.equals("1")) {
      note(out, "redelivered: delivery " + count);
    }
    if (!message.member("expires_at").equals("-")) {
      note(out, "expires at " + times.of(message.member("expires_at")));
    }
    if (!message.member("destruct_after").equals("-")) {
      var seconds = message.member("destruct_after");
      note(out, "self-destructs " + seconds + (seconds.equals("1") ? " second" : " seconds")
          + " after being seen");
    }
    if (message.picture() != null) {
      var file = saved.get(message.id());
      note(out, "picture: " + message.picture().note() + (file == null ? "" : ", saved: " + file));
    }
  }

  private static void note(PrintWriter out, String text) {
    out.println(NOTE + SafeText.line(text));
  }
}
