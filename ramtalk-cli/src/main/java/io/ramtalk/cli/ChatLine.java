package io.ramtalk.cli;

/**
 * One thing that was said in a chat. It is safe to print, but for the line breaks of its text.
 *
 * @param kind who said it
 * @param time hour and minute, here
 * @param who the name of its author
 * @param text what was said
 * @param id the message, or empty
 * @param state what became of a message that was sent, or empty
 */
record ChatLine(Kind kind, String time, String who, String text, String id, String state) {
  /** Whose words a line has. */
  enum Kind {
    OWN, PEER, NOTE, PROBLEM
  }

  ChatLine in(String newState) {
    return new ChatLine(kind, time, who, text, id, newState);
  }

  /** Returns the state as a mark, or as a word where marks cannot be shown. */
  String mark(boolean symbols) {
    return switch (state) {
      case "queued" -> symbols ? "\u2713" : "sent";
      case "delivered" -> symbols ? "\u2713\u2713" : "delivered";
      case "read" -> symbols ? "\u2713\u2713 read" : "read";
      default -> state;
    };
  }
}
