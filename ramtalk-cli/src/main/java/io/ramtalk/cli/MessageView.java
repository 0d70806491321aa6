package io.ramtalk.cli;

import java.io.PrintWriter;
import java.util.Map;

/** Prints messages for people. */
final class MessageView {
  /* A text cannot imitate what the server says: a message begins without spaces, its notes with
   * two and its further lines with four. */
  private static final String NOTE = "  * ";
  private static final String CONTINUED = "    ";

  private final Names names;
  private final Times times;

  MessageView(Names names, Times times) {
    this.names = names;
    this.times = times;
  }

  /**
   * Prints a message and what there is to know of it.
   *
   * @param saved the name of the file of each picture that was saved, by message id
   */
  void print(Message message, Map<String, String> saved, PrintWriter out) {
    var line = times.of(message.member("timestamp")) + "  " + names.of(message.from()) + "  "
        + Escapes.block(message.text(), CONTINUED);
    out.println(message.text().isEmpty() ? line.stripTrailing() : line);
    var count = message.member("delivery_count");
    if (!count.equals("-") && !count.equals("0") && !count.equals("1")) {
      note(out, "again: delivery " + count);
    }
    if (!message.member("expires_at").equals("-")) {
      note(out, "expires at " + times.of(message.member("expires_at")));
    }
    if (!message.member("destruct_after").equals("-")) {
      var seconds = message.member("destruct_after");
      note(out, "destructs itself " + seconds + (seconds.equals("1") ? " second" : " seconds")
          + " after it was seen");
    }
    if (message.picture() != null) {
      var file = saved.get(message.id());
      note(out, "picture: " + message.picture().note() + (file == null ? "" : ", saved: " + file));
    }
  }

  private static void note(PrintWriter out, String text) {
    out.println(NOTE + Escapes.line(text));
  }
}
