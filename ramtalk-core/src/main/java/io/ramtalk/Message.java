package io.ramtalk;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A text that one user sent to another, with its id, its sender and its time.
 *
 * <p><b>Threads:</b> immutable. <b>Cost:</b> {@link #text} decodes the kept UTF-8 at every call.
 */
public final class Message {
  private final long id;
  private final long sentAtMillis;
  private final UserId from;
  private final byte[] utf8;

  private Message(MessageId id, UserId from, Instant sentAt, byte[] utf8) {
    this.id = id.value();
    this.sentAtMillis = sentAt.toEpochMilli();
    this.from = from;
    this.utf8 = utf8;
  }

  /**
   * Creates a message.
   *
   * @param id its name
   * @param from its sender
   * @param sentAt when it was sent; kept in milliseconds
   * @param utf8 its text in UTF-8; not copied, so the caller must not change it afterwards
   * @return the message
   */
  static Message of(MessageId id, UserId from, Instant sentAt, byte[] utf8) {
    return new Message(id, from, sentAt, utf8);
  }

  /**
   * Returns the name of this message.
   *
   * @return an id that no other message of this messenger has
   */
  public MessageId id() {
    return new MessageId(id);
  }

  /**
   * Returns who sent it.
   *
   * @return the id of a user, who may have left since
   */
  public UserId from() {
    return from;
  }

  /**
   * Returns when it was sent.
   *
   * @return the messenger's time, in milliseconds
   */
  public Instant sentAt() {
    return Instant.ofEpochMilli(sentAtMillis);
  }

  /**
   * Returns what was written.
   *
   * @return the text
   */
  public String text() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Returns id and sender; never the text, so that a log cannot hold it. */
  @Override
  public String toString() {
    return "Message[" + id() + " from " + from + "]";
  }
}
