package io.ramtalk.engine;

import io.ramtalk.Image;
import io.ramtalk.Message;
import io.ramtalk.MessageId;
import io.ramtalk.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A message as a mailbox stores it.
 *
 * <p><b>Threads:</b> immutable. <b>Cost:</b> {@link #text} decodes the stored UTF-8 on every call.
 */
public final class StoredMessage implements Message {
  /* The parts that every message has are stored in one array, which is all that a mailbox stores of
   * most messages. A byte array has one header; an object with fields and a string would have two
   * or three. This object is a temporary view of the array. The sequence belongs to the mailbox,
   * which writes it once, before the message becomes visible to other threads. */
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

  /**
   * Creates a message whose content was validated.
   *
   * @param id the id
   * @param from the sender
   * @param sentAt time of the messenger's timeline, in milliseconds
   * @param utf8 the text in UTF-8, empty for a picture alone
   * @param rare picture and timers
   */
  public StoredMessage(MessageId id, UserId from, long sentAt, byte[] utf8, Extras rare) {
    this(withHead(packed(utf8), id, sentAt, from), rare, 1);
  }

  /** Creates a view of a stored message. */
  StoredMessage(byte[] packed, Extras extras, int deliveryCount) {
    this.packed = packed;
    this.extras = extras;
    this.deliveryCount = deliveryCount;
  }

  private static byte[] packed(byte[] utf8) {
    var packed = new byte[HEAD_BYTES + utf8.length];
    System.arraycopy(utf8, 0, packed, HEAD_BYTES, utf8.length);
    return packed;
  }

  /** Fills in what stands before the text, apart from the sequence. */
  private static byte[] withHead(byte[] packed, MessageId id, long sentAt, UserId from) {
    ByteBuffer.wrap(packed).putLong(ID, id.value()).putLong(SENT_AT, sentAt)
        .putLong(FROM_HIGH, from.high()).putLong(FROM_LOW, from.low());
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

  @Override
  public MessageId id() {
    return new MessageId(at(ID));
  }

  @Override
  public UserId from() {
    return new UserId(at(FROM_HIGH), at(FROM_LOW));
  }

  @Override
  public Instant sentAt() {
    return Instant.ofEpochMilli(sentAtMillis());
  }

  @Override
  public String text() {
    return new String(packed, HEAD_BYTES, textBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public byte[] utf8() {
    return Arrays.copyOfRange(packed, HEAD_BYTES, packed.length);
  }

  @Override
  public Optional<Image> picture() {
    return Optional.ofNullable(extras.image());
  }

  @Override
  public Optional<Instant> expiresAt() {
    long time = extras.expiresAt();
    return time == Engine.NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time));
  }

  @Override
  public Optional<Duration> destructAfter() {
    return destructAfterMillis() == Engine.NEVER
        ? Optional.empty() : Optional.of(Duration.ofMillis(destructAfterMillis()));
  }

  @Override
  public int deliveryCount() {
    return deliveryCount;
  }

  /** Returns id and sender, but never the text, so that logs cannot contain it. */
  @Override
  public String toString() {
    return "Message[" + id() + " from " + from() + "]";
  }

  @Override
  public int textBytes() {
    return packed.length - HEAD_BYTES;
  }

  Extras extras() {
    return extras;
  }

  /**
   * Returns the time at which the message was sent.
   *
   * @return time of the messenger's timeline, in milliseconds
   */
  public long sentAtMillis() {
    return at(SENT_AT);
  }

  long destructAfterMillis() {
    return extras.destructAfterMillis();
  }

  /** Returns true if the message can expire or self-destruct. */
  boolean isTimed() {
    return extras.isTimed();
  }

  /**
   * Returns a copy of a message with its times that much earlier.
   *
   * @param message any message
   * @param millis difference in milliseconds
   * @return the copy, or the message itself if the difference is 0
   */
  public static Message earlier(Message message, long millis) {
    return millis == 0 ? message : stored(message).earlier(millis);
  }

  private StoredMessage earlier(long millis) {
    var moved = packed.clone();
    ByteBuffer.wrap(moved).putLong(SENT_AT, sentAtMillis() - millis);
    return new StoredMessage(moved, extras.earlier(millis), deliveryCount);
  }

  /** Casts a message to the only class of messages. */
  static StoredMessage stored(Message message) {
    return (StoredMessage) message;
  }

  void pack(Packer packer) {
    packer.putMessage(id()).putNumber(sentAtMillis()).putUser(from())
        .putNumber(textBytes()).putTail(packed, HEAD_BYTES)
        .putIfAny(extras.image(), AccountCodec::packImage)
        .putLong(extras.expiresAt()).putLong(extras.destructAfterMillis())
        .putNumber(deliveryCount);
  }

  static StoredMessage unpack(Unpacker from) {
    long id = from.getLong();
    long sentAt = from.getNumber();
    var sender = from.getUser();
    return new StoredMessage(
        withHead(from.getTail(HEAD_BYTES), new MessageId(id), sentAt, sender),
        Extras.of(from.getIfAny(AccountCodec::unpackImage), from.getLong(), from.getLong()),
        from.getInt());
  }
}
