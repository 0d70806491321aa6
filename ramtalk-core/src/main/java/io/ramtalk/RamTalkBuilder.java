package io.ramtalk;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link RamTalk} messenger: its limits, its clock, its engine.
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
  private int sendIds = Limits.DEFAULT.sendIds();
  private long budgetBytes = Limits.DEFAULT.budgetBytes();
  private Overflow overflow = Limits.DEFAULT.overflow();
  private Clock clock = Clock.systemUTC();
  private MobileParser mobileParser = Mobile::parse;
  private @Nullable Engine engine;

  RamTalkBuilder() {}

  /**
   * Sets the most messages that one mailbox holds.
   *
   * @param messages the capacity, 5 unless set
   * @return this builder
   */
  public RamTalkBuilder mailboxCapacity(int messages) {
    mailboxCapacity = messages;
    return this;
  }

  /**
   * Sets the longest text.
   *
   * @param bytes of UTF-8, 4,096 unless set
   * @return this builder
   */
  public RamTalkBuilder textBytes(int bytes) {
    textBytes = bytes;
    return this;
  }

  /**
   * Sets the longest name.
   *
   * @param codePoints of Unicode, 64 unless set
   * @return this builder
   */
  public RamTalkBuilder nameCharacters(int codePoints) {
    nameCharacters = codePoints;
    return this;
  }

  /**
   * Sets the largest picture.
   *
   * @param bytes of the file, 51,200 unless set
   * @return this builder
   */
  public RamTalkBuilder imageBytes(int bytes) {
    imageBytes = bytes;
    return this;
  }

  /**
   * Sets the greatest width and height of a picture.
   *
   * @param pixels of one side, 2,048 unless set
   * @return this builder
   */
  public RamTalkBuilder imageSidePixels(int pixels) {
    imageSidePixels = pixels;
    return this;
  }

  /**
   * Sets the most users.
   *
   * @param count of registered numbers, 10,000,000 unless set
   * @return this builder
   */
  public RamTalkBuilder users(int count) {
    users = count;
    return this;
  }

  /**
   * Sets of how many sent messages each sender keeps the receipt.
   *
   * @param count of the latest messages, 64 unless set
   * @return this builder
   */
  public RamTalkBuilder receipts(int count) {
    receipts = count;
    return this;
  }

  /**
   * Sets how many ids of its own each sender can repeat without being stored twice.
   *
   * @param count of the latest ids, 256 unless set
   * @return this builder
   */
  public RamTalkBuilder sendIds(int count) {
    sendIds = count;
    return this;
  }

  /**
   * Sets how much heap everything that is stored may take.
   *
   * @param bytes of heap, half of the greatest heap unless set
   * @return this builder
   */
  public RamTalkBuilder budgetBytes(long bytes) {
    budgetBytes = bytes;
    return this;
  }

  /**
   * Sets what a full mailbox does with one more message.
   *
   * @param newOverflow {@link Overflow#REJECT} unless set
   * @return this builder
   */
  public RamTalkBuilder overflow(Overflow newOverflow) {
    overflow = newOverflow;
    return this;
  }

  /**
   * Sets the clock that every time and duration follows.
   *
   * @param newClock the clock, the system's unless set; {@link VirtualClock} for tests
   * @return this builder
   */
  public RamTalkBuilder clock(Clock newClock) {
    clock = newClock;
    return this;
  }

  /**
   * Sets the parser of mobile numbers.
   *
   * @param newParser the parser for every number that is signed up or looked for, {@link
   *     Mobile#parse} unless set
   * @return this builder
   */
  public RamTalkBuilder mobileParser(MobileParser newParser) {
    mobileParser = newParser;
    return this;
  }

  /**
   * Sets where accounts live.
   *
   * @param newEngine an engine for this messenger alone, which closes it; the heap unless set
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
   * @throws IllegalArgumentException if a limit is out of its range; the message names it
   */
  public RamTalk build() {
    var limits = new Limits(mailboxCapacity, textBytes, nameCharacters, imageBytes,
        imageSidePixels, users, receipts, sendIds, budgetBytes, overflow);
    return new RamTalk(
        engine == null ? new HeapEngine() : engine, limits, clock, mobileParser);
  }
}
