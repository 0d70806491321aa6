package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.ramtalk.Account;
import io.ramtalk.AccountCodec;
import io.ramtalk.Command;
import io.ramtalk.Effects;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An account at home on a member and, as a copy, on another: what a command finds and leaves
 * there.
 *
 * <p><b>Threads:</b> one at a time; the partition sees to it.
 */
final class Residence extends Portable {
  /* Beside the account it keeps what makes a repeated call harmless: which messages were offered
   * lately, and which sends were tried more than once. All of it follows from the commands, so it
   * is the same in every copy. What is transient belongs to this member: whether the bytes are
   * counted here, and the timer that is set here. The timer is forgotten when it fires, on another
   * thread than that of the partition; so the next command sets it again, whatever became of the
   * sweep. */
  static final long NEVER = Long.MAX_VALUE;

  private @Nullable Account account;
  private long place;
  private long rings;
  private long presenceRings;
  private final RecentOffers offers = new RecentOffers();
  private final SendTries sendTries = new SendTries();

  private transient Effects effects = new Effects();
  private transient int countedIn = -1;
  private transient @Nullable Timer timer;

  /** A timer that is set on this member. */
  private static final class Timer {
    private final long time;
    private Runnable cancel = () -> { };

    Timer(long time) {
      this.time = time;
    }
  }

  /** Creates an empty one, to be read. */
  Residence() {}

  Residence(Account account, long place) {
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

  /** Returns how often the doorbell rang, so that a ring that was lost is noticed. */
  long rings() {
    return rings;
  }

  long presenceRings() {
    return presenceRings;
  }

  RecentOffers offers() {
    return offers;
  }

  SendTries sendTries() {
    return sendTries;
  }

  /** Takes out what commands mean for others, and counts the rings. */
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

  /** Applies a command to the account, and keeps what it means for others. */
  <R> R apply(Command<R> command) {
    return command.applyTo(account(), effects);
  }

  /** Counts its bytes here, unless that was done since this member has the partition. */
  boolean countIn(int tenure) {
    if (countedIn == tenure) {
      return false;
    }
    countedIn = tenure;
    cancelTimer();
    return true;
  }

  /** Sets the timer for what is due next, unless an earlier one is set. */
  synchronized void setTimer(TimerSetter setter) {
    long time = account().nextAlarm();
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

  /** Takes back the timer, which is not needed here. */
  synchronized void cancelTimer() {
    if (timer != null) {
      timer.cancel.run();
      timer = null;
    }
  }

  /** Sets timers. */
  interface TimerSetter {
    /** Sets one that calls back when it fires, and returns how to take it back. */
    Runnable set(long time, Runnable fired);
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
