package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.ramtalk.Account;
import io.ramtalk.AccountCodec;
import io.ramtalk.Command;
import io.ramtalk.Effects;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account at home on a member and, as a copy, on another: what a command finds and leaves
 * there.
 *
 * <p><b>Threads:</b> one at a time; the partition sees to it.
 */
final class Residence extends Portable {
  /* Beside the account it keeps what makes a repeated call harmless: which messages were offered
   * lately, which sends were tried more than once, and how often which member's connections were
   * counted. All of it follows from the commands, so it is the same in every copy. What is
   * transient belongs to this member: whether the bytes are counted here, and the alarm that is
   * set here. */
  static final long NEVER = Long.MAX_VALUE;

  private @Nullable Account account;
  private long place;
  private long rings;
  private long presenceRings;
  private final RecentOffers offers = new RecentOffers();
  private final SendTries sendTries = new SendTries();
  private final Presences presences = new Presences();

  private transient Effects effects = new Effects();
  private transient int countedIn = -1;
  private transient long alarmTime = NEVER;
  private transient @Nullable Runnable cancelAlarm;

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

  Presences presences() {
    return presences;
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

  /** Ends the connections of a member that is gone. */
  void endConnections(UUID member, long now) {
    var gone = presences.forget(member);
    for (int i = 0; gone != null && i < gone.connections(); i++) {
      apply(new Command.Disconnect(now));
    }
    for (int i = 0; gone != null && i < gone.waits(); i++) {
      apply(new Command.EndWait(now));
    }
  }

  /** Counts its bytes here, unless that was done since this member has the partition. */
  boolean countIn(int tenure) {
    if (countedIn == tenure) {
      return false;
    }
    countedIn = tenure;
    cancelAlarm();
    return true;
  }

  /** Sets the alarm for what is due next, unless an earlier one is set. */
  void setAlarm(AlarmSetter setter) {
    long time = account().nextAlarm();
    if (time < alarmTime) {
      cancelAlarm();
      alarmTime = time;
      cancelAlarm = setter.set(time);
    }
  }

  /** The alarm has rung, or will not be needed. */
  void cancelAlarm() {
    alarmTime = NEVER;
    if (cancelAlarm != null) {
      cancelAlarm.run();
      cancelAlarm = null;
    }
  }

  /** Sets an alarm, and returns how to take it back. */
  interface AlarmSetter {
    Runnable set(long time);
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeByteArray(AccountCodec.encode(account()));
    out.writeLong(place);
    out.writeLong(rings);
    out.writeLong(presenceRings);
    offers.write(out);
    sendTries.write(out);
    presences.write(out);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    account = AccountCodec.decode(Objects.requireNonNull(in.readByteArray()));
    place = in.readLong();
    rings = in.readLong();
    presenceRings = in.readLong();
    offers.read(in);
    sendTries.read(in);
    presences.read(in);
  }
}
