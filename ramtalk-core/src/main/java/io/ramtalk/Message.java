package io.ramtalk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text, a picture or both, sent by one user to another, with its id, sender and time.
 *
 * <p><b>Threads:</b> immutable. <b>Cost:</b> {@link #text} decodes the stored UTF-8 on every call.
 */
public final class Message {
  /* The parts that every message has are stored in one array, which is all that a mailbox stores of
   * most messages. A byte array has one header; an object with fields and a string would have two
   * or three. This object is a temporary view of the array. The sequence belongs to the mailbox,
   * which writes it once, before the message becomes visible to other threads. */
  /** A time that never comes, or an infinite duration. */
  static final long NEVER = Long.MAX_VALUE;

  /** Number of bytes in the array before the text. */
  static final int HEAD_BYTES = 40;

  private static final int ID = 0;
  private static final int SENT_AT = 8;
  private static final int FROM_HIGH = 16;
  private static final int FROM_LOW = 24;
  private static final int SEQUENCE = 32;

  private final byte[] packed;
  private final Extras extras;
  private final int deliveryCount;

  /** Creates a message with the given content, sent at a time of the messenger's timeline. */
  Message(MessageId id, UserId from, long sentAt, Content content) {
    this(packed(id.value(), sentAt, from, content.utf8()), Extras.of(content, sentAt), 1);
  }

  /** Creates a view of a stored message. */
  Message(byte[] packed, Extras extras, int deliveryCount) {
    this.packed = packed;
    this.extras = extras;
    this.deliveryCount = deliveryCount;
  }

  private static byte[] packed(long id, long sentAt, UserId from, byte[] utf8) {
    var packed = new byte[HEAD_BYTES + utf8.length];
    ByteBuffer.wrap(packed).putLong(ID, id).putLong(SENT_AT, sentAt)
        .putLong(FROM_HIGH, from.high()).putLong(FROM_LOW, from.low());
    System.arraycopy(utf8, 0, packed, HEAD_BYTES, utf8.length);
    return packed;
  }

  private long at(int place) {
    return ByteBuffer.wrap(packed).getLong(place);
  }

  /** Returns the message without its extras, for the mailbox to store. */
  byte[] packed() {
    return packed;
  }

  /** Returns the position of a packed message in the delivery order of live connections. */
  static long sequence(byte[] packed) {
    return ByteBuffer.wrap(packed).getLong(SEQUENCE);
  }

  static void setSequence(byte[] packed, long sequence) {
    ByteBuffer.wrap(packed).putLong(SEQUENCE, sequence);
  }

  /**
   * Returns the id of this message.
   *
   * @return an id that is unique within the messenger
   */
  public MessageId id() {
    return new MessageId(at(ID));
  }

  /**
   * Returns the sender.
   *
   * @return the id of the sender, who may have left since
   */
  public UserId from() {
    return new UserId(at(FROM_HIGH), at(FROM_LOW));
  }

  /**
   * Returns the time at which the message was sent.
   *
   * @return the time, with millisecond precision
   */
  public Instant sentAt() {
    return Instant.ofEpochMilli(sentAtMillis());
  }

  /**
   * Returns the text.
   *
   * @return the text; {@code ""} if there is only a picture
   */
  public String text() {
    return new String(packed, HEAD_BYTES, textBytes(), StandardCharsets.UTF_8);
  }

  /**
   * Returns the text as stored, for callers that forward it without decoding.
   *
   * @return a copy of the text in UTF-8; empty if there is only a picture
   */
  public byte[] utf8() {
    return Arrays.copyOfRange(packed, HEAD_BYTES, packed.length);
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
   * Returns the time at which the message expires unless it is fetched.
   *
   * @return the time, or empty if the message never expires
   */
  public Optional<Instant> expiresAt() {
    return expiry() == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expiry()));
  }

  /**
   * Returns the time for which the message stays after it was first seen.
   *
   * @return the duration, or empty if the message does not self-destruct
   */
  public Optional<Duration> destructAfter() {
    return destructAfterMillis() == NEVER
        ? Optional.empty() : Optional.of(Duration.ofMillis(destructAfterMillis()));
  }

  /**
   * Returns the number of deliveries, including this one.
   *
   * @return 1, plus 1 for each lease that ended without an acknowledgement
   */
  public int deliveryCount() {
    return deliveryCount;
  }

  /** Returns id and sender, but never the text, so that logs cannot contain it. */
  @Override
  public String toString() {
    return "Message[" + id() + " from " + from() + "]";
  }

  /**
   * Returns the length of the text.
   *
   * @return the length in bytes of UTF-8
   */
  public int textBytes() {
    return packed.length - HEAD_BYTES;
  }

  Extras extras() {
    return extras;
  }

  @Nullable Image image() {
    return extras.image();
  }

  long sentAtMillis() {
    return at(SENT_AT);
  }

  long expiry() {
    return extras.expiresAt();
  }

  long destructAfterMillis() {
    return extras.destructAfterMillis();
  }

  /** Returns true if the message can expire or self-destruct. */
  boolean isTimed() {
    return extras.isTimed();
  }

  /** Returns this message with another delivery count. */
  Message handedOut(int count) {
    return count == deliveryCount ? this : new Message(packed, extras, count);
  }

  /** Returns a copy with its times that much earlier. */
  Message earlier(long millis) {
    if (millis == 0) {
      return this;
    }
    var moved = packed.clone();
    ByteBuffer.wrap(moved).putLong(SENT_AT, sentAtMillis() - millis);
    return new Message(moved, extras.earlier(millis), deliveryCount);
  }

  void pack(Packer packer) {
    packer.putMessage(id()).putNumber(sentAtMillis()).putUser(from())
        .putBytes(utf8())
        .putIfAny(extras.image(), AccountCodec::packImage)
        .putLong(extras.expiresAt()).putLong(extras.destructAfterMillis())
        .putNumber(deliveryCount);
  }

  static Message unpack(Unpacker from) {
    long id = from.getLong();
    long sentAt = from.getNumber();
    return new Message(packed(id, sentAt, from.getUser(), from.getBytes()),
        Extras.of(from.getIfAny(AccountCodec::unpackImage), from.getLong(), from.getLong()),
        from.getInt());
  }
}
