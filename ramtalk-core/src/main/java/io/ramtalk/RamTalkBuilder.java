package io.ramtalk;

import io.ramtalk.engine.Engine;
import io.ramtalk.internal.snapshot.SnapshotReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A builder for {@link RamTalk} messengers: limits, clock, engine and number parser.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class RamTalkBuilder {
  private int mailboxCapacity = Limits.DEFAULT.mailboxCapacity();
  private int textBytes = Limits.DEFAULT.textBytes();
  private int nameCharacters = Limits.DEFAULT.nameCharacters();
  private int imageBytes = Limits.DEFAULT.imageBytes();
  private int imageSidePixels = Limits.DEFAULT.imageSidePixels();
  private int users = Limits.DEFAULT.users();
  private int receipts = Limits.DEFAULT.receipts();
  private int idempotencyKeys = Limits.DEFAULT.idempotencyKeys();
  private long budgetBytes = Limits.DEFAULT.budgetBytes();
  private Overflow overflow = Limits.DEFAULT.overflow();
  private Clock clock = Clock.systemUTC();
  private MobileParser mobileParser = Mobile::parse;
  private @Nullable Engine engine;

  RamTalkBuilder() {}

  /**
   * Sets the maximum number of messages in a mailbox.
   *
   * @param messages the capacity, default 5
   * @return this builder
   */
  public RamTalkBuilder mailboxCapacity(int messages) {
    mailboxCapacity = messages;
    return this;
  }

  /**
   * Sets the maximum length of a text.
   *
   * @param bytes bytes of UTF-8, default 4,096
   * @return this builder
   */
  public RamTalkBuilder textBytes(int bytes) {
    textBytes = bytes;
    return this;
  }

  /**
   * Sets the maximum length of a name.
   *
   * @param codePoints Unicode code points, default 64
   * @return this builder
   */
  public RamTalkBuilder nameCharacters(int codePoints) {
    nameCharacters = codePoints;
    return this;
  }

  /**
   * Sets the maximum size of a picture.
   *
   * @param bytes bytes of the file, default 51,200
   * @return this builder
   */
  public RamTalkBuilder imageBytes(int bytes) {
    imageBytes = bytes;
    return this;
  }

  /**
   * Sets the maximum width and height of a picture.
   *
   * @param pixels pixels per side, default 2,048
   * @return this builder
   */
  public RamTalkBuilder imageSidePixels(int pixels) {
    imageSidePixels = pixels;
    return this;
  }

  /**
   * Sets the maximum number of users.
   *
   * @param count registered numbers, default 10,000,000
   * @return this builder
   */
  public RamTalkBuilder users(int count) {
    users = count;
    return this;
  }

  /**
   * Sets the number of latest sent messages per sender whose receipts are kept.
   *
   * @param count messages per sender, default 64
   * @return this builder
   */
  public RamTalkBuilder receipts(int count) {
    receipts = count;
    return this;
  }

  /**
   * Sets the number of latest idempotency keys kept per sender.
   *
   * @param count keys per sender, default 256
   * @return this builder
   */
  public RamTalkBuilder idempotencyKeys(int count) {
    idempotencyKeys = count;
    return this;
  }

  /**
   * Does the same as {@link #idempotencyKeys}; this is its earlier name.
   *
   * @param count keys per sender, default 256
   * @return this builder
   */
  public RamTalkBuilder sendIds(int count) {
    return idempotencyKeys(count);
  }

  /**
   * Sets the maximum heap memory for stored data.
   *
   * @param bytes bytes of heap, default half of the maximum heap
   * @return this builder
   */
  public RamTalkBuilder budgetBytes(long bytes) {
    budgetBytes = bytes;
    return this;
  }

  /**
   * Sets what a full mailbox does with another message.
   *
   * @param newOverflow the behaviour, default {@link Overflow#REJECT}
   * @return this builder
   */
  public RamTalkBuilder overflow(Overflow newOverflow) {
    overflow = newOverflow;
    return this;
  }

  /**
   * Sets the clock for all times and durations.
   *
   * @param newClock the clock, default the system clock; {@link VirtualClock} for tests
   * @return this builder
   */
  public RamTalkBuilder clock(Clock newClock) {
    clock = newClock;
    return this;
  }

  /**
   * Sets the parser of mobile numbers.
   *
   * @param newParser the parser for every number that is registered or searched for, default
   *     {@link Mobile#parse}
   * @return this builder
   */
  public RamTalkBuilder mobileParser(MobileParser newParser) {
    mobileParser = newParser;
    return this;
  }

  /**
   * Sets the engine that stores the accounts.
   *
   * @param newEngine an engine for this messenger alone, which closes it; default the heap
   * @return this builder
   */
  public RamTalkBuilder engine(Engine newEngine) {
    engine = newEngine;
    return this;
  }

  /**
   * Creates the messenger.
   *
   * @return an empty messenger
   * @throws IllegalArgumentException if a limit is out of range; the message names it
   */
  public RamTalk build() {
    return build(InitialState.ofNew());
  }

  private RamTalk build(InitialState initial) {
    var limits = new Limits(mailboxCapacity, textBytes, nameCharacters, imageBytes,
        imageSidePixels, users, receipts, idempotencyKeys, budgetBytes, overflow);
    return new RamTalk(
        engine == null ? Engine.onHeap() : engine, limits, clock, mobileParser, initial);
  }

  /**
   * Creates a messenger with the users and messages of a snapshot, which {@link RamTalk#writeTo}
   * wrote. It continues where the other one stopped: with its epoch, its timeline and its message
   * ids. Leases keep their ids and ends; live connections and transfers under way have ended.
   *
   * <p>The limits of this builder apply. Messages beyond them are kept until they are received, and
   * receipts and idempotency keys until the next send of their user. Numbers keep the form in which
   * they were registered, even if the parser of this builder would read them differently.
   *
   * <p><b>Cost:</b> a few microseconds per user, and constant memory beside the messenger's.
   *
   * @param in the snapshot, which is read to its end but not closed; bytes that follow are not read
   * @return the messenger
   * @throws InvalidSnapshot if the bytes are not a snapshot, or are damaged, incomplete or of a
   *     newer version; its code says which
   * @throws TooManyUsers if the snapshot has more users than this builder allows
   * @throws RamExhausted if the byte budget is too small for it
   * @throws UnsupportedOperationException if the engine belongs to a cluster
   * @throws IOException if the source fails
   * @throws IllegalArgumentException if a limit is out of range; the message names it
   */
  public RamTalk readFrom(InputStream in) throws IOException {
    var reader = new SnapshotReader(in);
    var talk = build(InitialState.after(reader.header()));
    boolean isComplete = false;
    try {
      talk.read(reader);
      isComplete = true;
      return talk;
    } finally {
      if (!isComplete) {
        talk.close();
      }
    }
  }
}
