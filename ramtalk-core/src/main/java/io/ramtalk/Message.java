package io.ramtalk;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text, a picture or both that one user sent to another, with its id, its sender and its time.
 *
 * <p><b>Threads:</b> immutable. <b>Cost:</b> {@link #text} decodes the kept UTF-8 at every call.
 */
public final class Message {
  /** A time that never comes, and a duration that never ends. */
  static final long NEVER = Long.MAX_VALUE;

  private final long id;
  private final long sentAt;
  private final long expiresAt;
  private final long destructAfterMillis;
  private final UserId from;
  private final byte[] utf8;
  private final @Nullable Image image;
  private final int deliveryCount;

  /** Creates a message of the content, at a time of the messenger's timeline. */
  Message(MessageId id, UserId from, long sentAt, Content content) {
    this.id = id.value();
    this.sentAt = sentAt;
    this.from = from;
    utf8 = content.utf8();
    image = content.image();
    expiresAt = content.expiresInMillis() == NEVER ? NEVER : sentAt + content.expiresInMillis();
    destructAfterMillis = content.destructAfterMillis();
    deliveryCount = 1;
  }

  private Message(Message other, long shiftMillis, int deliveryCount) {
    id = other.id;
    sentAt = other.sentAt - shiftMillis;
    expiresAt = other.expiresAt == NEVER ? NEVER : other.expiresAt - shiftMillis;
    destructAfterMillis = other.destructAfterMillis;
    from = other.from;
    utf8 = other.utf8;
    image = other.image;
    this.deliveryCount = deliveryCount;
  }

  private Message(Unpacker from) {
    id = from.getLong();
    sentAt = from.getNumber();
    expiresAt = from.getLong();
    destructAfterMillis = from.getLong();
    this.from = from.getUser();
    utf8 = from.getBytes();
    image = from.getIfAny(AccountCodec::unpackImage);
    deliveryCount = from.getInt();
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
    return Instant.ofEpochMilli(sentAt);
  }

  /**
   * Returns what was written.
   *
   * @return the text; {@code ""} for a picture alone
   */
  public String text() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /**
   * Returns the picture.
   *
   * @return the picture, if there is one
   */
  public Optional<Image> picture() {
    return Optional.ofNullable(image);
  }

  /**
   * Returns when it disappears unless it is fetched.
   *
   * @return the time, or nothing if it waits for ever
   */
  public Optional<Instant> expiresAt() {
    return expiresAt == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expiresAt));
  }

  /**
   * Returns how long it stays after it was first seen.
   *
   * @return the duration, or nothing if it does not destruct itself
   */
  public Optional<Duration> destructAfter() {
    return destructAfterMillis == NEVER
        ? Optional.empty() : Optional.of(Duration.ofMillis(destructAfterMillis));
  }

  /**
   * Returns how often it has been handed out, this time included.
   *
   * @return 1, and 1 more for each lease that ended without an acknowledgement
   */
  public int deliveryCount() {
    return deliveryCount;
  }

  /** Returns id and sender; never the text, so that a log cannot hold it. */
  @Override
  public String toString() {
    return "Message[" + id() + " from " + from + "]";
  }

  int textBytes() {
    return utf8.length;
  }

  @Nullable Image image() {
    return image;
  }

  long sentAtMillis() {
    return sentAt;
  }

  long expiry() {
    return expiresAt;
  }

  long destructAfterMillis() {
    return destructAfterMillis;
  }

  /** True if it may disappear by itself. */
  boolean isTimed() {
    return expiresAt != NEVER || destructAfterMillis != NEVER;
  }

  /** Returns this message as it is handed out for the given time. */
  Message handedOut(int count) {
    return count == deliveryCount ? this : new Message(this, 0, count);
  }

  /** Returns this message with its times that much earlier. */
  Message earlier(long millis) {
    return millis == 0 ? this : new Message(this, millis, deliveryCount);
  }

  void pack(Packer packer) {
    packer.putLong(id).putNumber(sentAt).putLong(expiresAt).putLong(destructAfterMillis)
        .putUser(from).putBytes(utf8).putIfAny(image, AccountCodec::packImage)
        .putNumber(deliveryCount);
  }

  static Message unpack(Unpacker from) {
    return new Message(from);
  }
}
