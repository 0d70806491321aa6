package io.ramtalk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text, a picture or both that one user sent to another, with its id, its sender and its time.
 *
 * <p><b>Threads:</b> immutable. <b>Cost:</b> {@link #text} decodes the kept UTF-8 at every call.
 */
public final class Message {
  /* What every message has is one array: that is all a mailbox keeps of most of them, and an array
   * of bytes has one header where objects with fields, and a text of their own, have two or three.
   * This object looks into it, and lives as long as someone looks. The sequence is the mailbox's,
   * which writes it once, before anyone else can see the message. */
  /** A time that never comes, and a duration that never ends. */
  static final long NEVER = Long.MAX_VALUE;

  /** How many bytes of an array there are before its text. */
  static final int HEAD_BYTES = 40;

  private static final int ID = 0;
  private static final int SENT_AT = 8;
  private static final int FROM_HIGH = 16;
  private static final int FROM_LOW = 24;
  private static final int SEQUENCE = 32;

  private final byte[] packed;
  private final Extras extras;
  private final int deliveryCount;

  /** Creates a message of the content, at a time of the messenger's timeline. */
  Message(MessageId id, UserId from, long sentAt, Content content) {
    this(packed(id.value(), sentAt, from, content.utf8()), Extras.of(content, sentAt), 1);
  }

  /** Looks into what a mailbox keeps. */
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

  /** Returns all of it but its extras, for its mailbox to keep. */
  byte[] packed() {
    return packed;
  }

  /** Returns the place of what is packed in the order in which live connections are shown it. */
  static long sequence(byte[] packed) {
    return ByteBuffer.wrap(packed).getLong(SEQUENCE);
  }

  static void setSequence(byte[] packed, long sequence) {
    ByteBuffer.wrap(packed).putLong(SEQUENCE, sequence);
  }

  /**
   * Returns the name of this message.
   *
   * @return an id that no other message of this messenger has
   */
  public MessageId id() {
    return new MessageId(at(ID));
  }

  /**
   * Returns who sent it.
   *
   * @return the id of a user, who may have left since
   */
  public UserId from() {
    return new UserId(at(FROM_HIGH), at(FROM_LOW));
  }

  /**
   * Returns when it was sent.
   *
   * @return the messenger's time, in milliseconds
   */
  public Instant sentAt() {
    return Instant.ofEpochMilli(sentAtMillis());
  }

  /**
   * Returns what was written.
   *
   * @return the text; {@code ""} for a picture alone
   */
  public String text() {
    return new String(packed, HEAD_BYTES, textBytes(), StandardCharsets.UTF_8);
  }

  /**
   * Returns what was written, for who sends it on as it is kept.
   *
   * @return the text in UTF-8, a copy; empty for a picture alone
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

  /** True if it may disappear by itself. */
  boolean isTimed() {
    return extras.isTimed();
  }

  /** Returns this message as it is handed out for the given time. */
  Message handedOut(int count) {
    return count == deliveryCount ? this : new Message(packed, extras, count);
  }

  /** Returns this message with its times that much earlier. */
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
