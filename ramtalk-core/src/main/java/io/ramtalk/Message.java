package io.ramtalk;

import io.ramtalk.engine.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A text, a picture or both, sent by one user to another, with its id, sender and time.
 *
 * <p><b>Threads:</b> immutable. <b>Cost:</b> {@link #text} decodes the stored UTF-8 on every call.
 */
public sealed interface Message permits StoredMessage {
  /**
   * Returns the id of this message.
   *
   * @return an id that is unique within the messenger
   */
  MessageId id();

  /**
   * Returns the sender.
   *
   * @return the id of the sender, who may have left since
   */
  UserId from();

  /**
   * Returns the time at which the message was sent.
   *
   * @return the time, with millisecond precision
   */
  Instant sentAt();

  /**
   * Returns the text.
   *
   * @return the text; {@code ""} if there is only a picture
   */
  String text();

  /**
   * Returns the text as stored, for callers that forward it without decoding.
   *
   * @return a copy of the text in UTF-8; empty if there is only a picture
   */
  byte[] utf8();

  /**
   * Returns the picture.
   *
   * @return the picture, if there is one
   */
  Optional<Image> picture();

  /**
   * Returns the time at which the message expires unless it is fetched.
   *
   * @return the time, or empty if the message never expires
   */
  Optional<Instant> expiresAt();

  /**
   * Returns the time for which the message stays after it was first seen.
   *
   * @return the duration, or empty if the message does not self-destruct
   */
  Optional<Duration> destructAfter();

  /**
   * Returns the number of deliveries, including this one.
   *
   * @return 1, plus 1 for each lease that ended without an acknowledgement
   */
  int deliveryCount();

  /**
   * Returns the length of the text.
   *
   * @return the length in bytes of UTF-8
   */
  int textBytes();
}
