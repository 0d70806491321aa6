package io.ramtalk;

import io.ramtalk.engine.AccountUsage;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Operation of a messenger: usage, counters, memory and a self-test.
 *
 * <p><b>Threads:</b> any number.
 */
public final class Operations {
  private final Engine engine;
  private final MessengerHost host;
  private final SelfTest selfTest;
  private final String epoch;

  /** Creates the operations; the epoch is used if the engine has none. */
  Operations(MessengerHost host, SelfTest selfTest, String epoch) {
    engine = host.engine();
    this.host = host;
    this.selfTest = selfTest;
    this.epoch = epoch;
  }

  /**
   * Returns counters of message events since the messenger was created.
   *
   * @return the counters of this process
   */
  public Totals totals() {
    return host.counters().totals();
  }

  /**
   * Returns the current usage. Visits every account, at up to a microsecond each.
   *
   * @return users, messages and bytes, read one account at a time
   */
  public Usage usage() {
    return Counting.of(engine, host.monotonicClock());
  }

  /**
   * Runs a self-test: signs up a user, sends it a message, receives it and deletes the user. Lists
   * and counts omit that user, which may exceed {@link Limits#users} by one.
   *
   * @throws RamExhausted if the byte budget has too little left; receiving messages frees some
   * @throws MessengerClosed if the messenger is closed
   * @throws RuntimeException if the engine fails, or another message was received
   */
  public void selfTest() {
    selfTest.run();
  }

  /**
   * Returns the epoch of this messenger: a new epoch means that all earlier data is gone. A
   * messenger that was read from a snapshot has the epoch of the snapshot.
   *
   * @return 16 random hexadecimal digits
   */
  public String epoch() {
    var shared = engine.epoch();
    return shared == null ? epoch : shared;
  }

  /**
   * Returns the byte budget that stored data counts against. An application that holds more data
   * for users, such as request bodies, may reserve memory for it here.
   *
   * @return the budget
   */
  public RamBudget budget() {
    return host.budget();
  }

  /** The sum of the usage of all accounts; for one thread. */
  private static final class Counting {
    private long users;
    private long withMail;
    private long waiting;
    private long leased;
    private long oldest = Engine.NEVER;
    private Usage.Bytes bytes = Usage.Bytes.NONE;

    private Counting() {}

    /** Queries each account in turn. */
    static Usage of(Engine engine, MonotonicClock monotonicClock) {
      var count = new Counting();
      UserWalk.begin(engine, null, monotonicClock).forEach(listed ->
          count.add(engine.execute(listed.user().id(), new Command.Count(monotonicClock.now()))));
      return count.usage(monotonicClock.now());
    }

    private void add(@Nullable AccountUsage account) {
      if (account == null) {
        return; // The user left meanwhile.
      }
      users++;
      withMail += account.waiting() + account.leased() > 0 ? 1 : 0;
      waiting += account.waiting();
      leased += account.leased();
      oldest = Math.min(oldest, account.oldest());
      bytes = bytes.plus(account.bytes());
    }

    private Usage usage(long now) {
      return new Usage(Instant.ofEpochMilli(now), users, withMail, waiting, leased,
          Duration.ofMillis(Math.max(0, now - Math.min(now, oldest))), bytes);
    }
  }
}
