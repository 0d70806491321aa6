package io.ramtalk;

/**
 * A message as a live connection sees it.
 *
 * @param sequence its place in the order in which the mailbox shows messages, from 1; one that
 *     comes back from a lease to a place that was passed already gets a new one
 * @param message the message
 */
public record Pushed(long sequence, Message message) {
  /** Returns this message with its times that much earlier. */
  Pushed earlier(long millis) {
    return millis == 0 ? this : new Pushed(sequence, message.earlier(millis));
  }
}
