package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.ramtalk.engine.Account;
import io.ramtalk.engine.AccountCodec;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.Effects;
import java.io.IOException;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An account as stored on a member and, as a backup, on others, with the state that commands need
 * beyond the account itself.
 *
 * <p><b>Threads:</b> one at a time; the partition ensures this.
 */
final class StoredAccount extends Serialized {
  /* Beside the account it stores what makes repeated calls harmless: recently offered messages, and
   * sends with several attempts. All of that follows from the commands, so every copy has the same.
   * Transient fields belong to this member: the partition, whether the bytes are counted here, and
   * the timer set here. A timer is cleared when it fires, on a thread outside the partition, so the
   * next command sets it again whether the sweep succeeded or not. */
  static final long NEVER = Long.MAX_VALUE;

  private @Nullable Account account;
  private long place;
  private long rings;
  private long presenceRings;
  private final RecentOffers offers = new RecentOffers();
  private final SendTries sendTries = new SendTries();

  private transient Effects effects = new Effects();
  private transient int countedIn = -1;
  private transient int partition = -1;
  private transient @Nullable Timer timer;

  /** A timer set on this member. */
  private static final class Timer {
    private final long time;
    private Runnable cancel = () -> { };

    Timer(long time) {
      this.time = time;
    }
  }

  /** For deserialization. */
  StoredAccount() {}

  StoredAccount(Account account, long place) {
    this.account = account;
    this.place = place;
  }

  Account account() {
    return Objects.requireNonNull(account);
  }

  /** Returns the place in the order of registration. */
  long place() {
    return place;
  }

  /** Returns the number of rings of the doorbell, by which lost rings are noticed. */
  long rings() {
    return rings;
  }

  long presenceRings() {
    return presenceRings;
  }

  /** Returns the memory of the account and of what makes repeated calls harmless, in bytes. */
  long bytes() {
    return account().bytes() + memoryOfCalls();
  }

  /** Returns the memory of what makes repeated calls harmless, in bytes. */
  long memoryOfCalls() {
    return offers.bytes() + sendTries.bytes();
  }

  RecentOffers offers() {
    return offers;
  }

  SendTries sendTries() {
    return sendTries;
  }

  /** Takes the collected effects and counts their rings. Returns null if there are none. */
  @Nullable Effects takeEffects() {
    var taken = effects;
    effects = new Effects();
    if (taken.isEmpty()) {
      return null;
    }
    rings += taken.hasNews() ? 1 : 0;
    presenceRings += taken.hasPresence() ? 1 : 0;
    return taken;
  }

  /** Applies a command to the account and collects its effects. */
  <R> R apply(Command<R> command) {
    return command.applyTo(account(), effects);
  }

  /** Returns the number of the account's partition, which the supplier computes once. */
  int partition(IntSupplier number) {
    if (partition < 0) {
      partition = number.getAsInt();
    }
    return partition;
  }

  /** Marks the bytes as counted in a tenure. Returns false if they already were. */
  boolean countIn(int tenure) {
    if (countedIn == tenure) {
      return false;
    }
    countedIn = tenure;
    cancelTimer();
    return true;
  }

  /** Sets the timer for the next due change, unless an earlier one is set. */
  synchronized void setTimer(TimerSetter setter) {
    long time = account().nextTimer();
    if (time < (timer == null ? NEVER : timer.time)) {
      cancelTimer();
      var set = new Timer(time);
      timer = set;
      set.cancel = setter.set(time, () -> fired(set));
    }
  }

  private synchronized void fired(Timer some) {
    timer = timer == some ? null : timer;
  }

  /** Cancels the timer. */
  synchronized void cancelTimer() {
    if (timer != null) {
      timer.cancel.run();
      timer = null;
    }
  }

  /** A function that sets timers. */
  interface TimerSetter {
    /** Sets a timer that calls back when it fires. Returns a function that cancels it. */
    Runnable set(long time, Runnable fired);
  }

  @Override
  SerializedType type() {
    return SerializedType.STORED_ACCOUNT;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeByteArray(AccountCodec.encode(account()));
    out.writeLong(place);
    out.writeLong(rings);
    out.writeLong(presenceRings);
    offers.write(out);
    sendTries.write(out);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    account = AccountCodec.decode(Objects.requireNonNull(in.readByteArray()));
    place = in.readLong();
    rings = in.readLong();
    presenceRings = in.readLong();
    offers.read(in);
    sendTries.read(in);
  }
}
