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
  private final long fromHigh;
  private final long fromLow;
  private final byte[] utf8;
  private final Extras extras;
  private final int deliveryCount;

  /** Creates a message of the content, at a time of the messenger's timeline. */
  Message(MessageId id, UserId from, long sentAt, Content content) {
    this.id = id.value();
    this.sentAt = sentAt;
    fromHigh = from.high();
    fromLow = from.low();
    utf8 = content.utf8();
    extras = Extras.of(content, sentAt);
    deliveryCount = 1;
  }

  private Message(Message other, long shiftMillis, int deliveryCount) {
    id = other.id;
    sentAt = other.sentAt - shiftMillis;
    fromHigh = other.fromHigh;
    fromLow = other.fromLow;
    utf8 = other.utf8;
    extras = other.extras.earlier(shiftMillis);
    this.deliveryCount = deliveryCount;
  }

  private Message(Unpacker from) {
    id = from.getLong();
    sentAt = from.getNumber();
    fromHigh = from.getLong();
    fromLow = from.getLong();
    utf8 = from.getBytes();
    extras = Extras.of(
        from.getIfAny(AccountCodec::unpackImage), from.getLong(), from.getLong());
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
    return new UserId(fromHigh, fromLow);
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
    return Optional.ofNullable(extras.image());
  }

  /**
   * Returns when it disappears unless it is fetched.
   *
   * @return the time, or nothing if it waits for ever
   */
  public Optional<Instant> expiresAt() {
    return expiry() == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expiry()));
  }

  /**
   * Returns how long it stays after it was first seen.
   *
   * @return the duration, or nothing if it does not destruct itself
   */
  public Optional<Duration> destructAfter() {
    return destructAfterMillis() == NEVER
        ? Optional.empty() : Optional.of(Duration.ofMillis(destructAfterMillis()));
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
    return "Message[" + id() + " from " + from() + "]";
  }

  /**
   * Returns how long the text is.
   *
   * @return bytes of UTF-8
   */
  public int textBytes() {
    return utf8.length;
  }

  Extras extras() {
    return extras;
  }

  @Nullable Image image() {
    return extras.image();
  }

  long sentAtMillis() {
    return sentAt;
  }

  long expiry() {
    return extras.expiresAt();
  }

  long destructAfterMillis() {
    return extras.destructAfterMillis();
  }

  /** True if it may disappear by itself. */
  boolean isTimed() {
    return extras.isTimed();
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
    packer.putLong(id).putNumber(sentAt).putLong(fromHigh).putLong(fromLow).putBytes(utf8)
        .putIfAny(extras.image(), AccountCodec::packImage)
        .putLong(extras.expiresAt()).putLong(extras.destructAfterMillis())
        .putNumber(deliveryCount);
  }

  static Message unpack(Unpacker from) {
    return new Message(from);
  }
}
