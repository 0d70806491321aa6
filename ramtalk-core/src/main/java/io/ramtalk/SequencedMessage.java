package io.ramtalk;

import io.ramtalk.engine.StoredMessage;

/**
 * A message delivered to a live connection.
 *
 * @param sequence its position in the delivery order, from 1. A message that returns from a lease
 *     to a position that was already passed gets a new one.
 * @param message the message
 */
public record SequencedMessage(long sequence, Message message) {
  /** Returns a copy with its times that much earlier. */
  SequencedMessage earlier(long millis) {
    return millis == 0
        ? this : new SequencedMessage(sequence, StoredMessage.earlier(message, millis));
  }
}
