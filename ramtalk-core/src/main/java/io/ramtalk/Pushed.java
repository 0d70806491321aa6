package io.ramtalk;

/**
 * A message as a live connection sees it.
 *
 * @param sequence its place in the order in which messages came into its mailbox, from 1
 * @param message the message
 */
public record Pushed(long sequence, Message message) {
  /** Returns this message with its times that much earlier. */
  Pushed earlier(long millis) {
    return millis == 0 ? this : new Pushed(sequence, message.earlier(millis));
  }
}
