package io.ramtalk.cli.internal.chat;

/**
 * One line of a chat. It is safe to print, except that its text may have line breaks.
 *
 * @param kind the kind of author
 * @param time local hour and minute
 * @param who the name of the author
 * @param text the text
 * @param id the id of the message, or empty
 * @param state the delivery state of a sent message, or empty
 */
record ChatLine(Kind kind, String time, String who, String text, String id, String state) {
  /** The kinds of author. */
  enum Kind {
    OWN, PEER, NOTE, PROBLEM
  }

  ChatLine in(String newState) {
    return new ChatLine(kind, time, who, text, id, newState);
  }

  /** Returns the state as a mark, or as a word if symbols cannot be shown. */
  String mark(boolean symbols) {
    return switch (state) {
      case "queued" -> symbols ? "\u2713" : "sent";
      case "delivered" -> symbols ? "\u2713\u2713" : "delivered";
      case "read" -> symbols ? "\u2713\u2713 read" : "read";
      default -> state;
    };
  }
}
