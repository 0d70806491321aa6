package io.ramtalk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for one user, oldest first.
 *
 * <p>A message keeps its place until it is received, acknowledged or gone by itself; a lease hides
 * it meanwhile. The time of each call decides what is there: what is due by then has happened,
 * whether or not anyone looked in between.
 *
 * <p><b>Threads:</b> one at a time; the engine sees to it. <b>Cost:</b> O(messages in it).
 */
final class Mailbox {
  /* Every call first settles what is due by its time. The next such time is kept, so that the
   * common mailbox, in which nothing is timed, pays one comparison. It may be too early (a message
   * was received before it expired), never too late.
   *
   * A hand-over takes no room: the answer that carries its messages must not make a sender find
   * the mailbox full. So messages that come back from a broken connection may exceed the capacity,
   * until someone receives them; losing them would be worse.
   *
   * Live connections go through the mailbox by sequence. A message that comes back from someone
   * else's lease, to a place that a live connection has passed, gets a new sequence: it would not
   * be seen there again. One that the live lease itself gives back keeps its own. */
  private final ArrayList<Entry> entries = new ArrayList<>(2);
  private int inTransit;
  private long lastSequence;
  private long lastShown;
  private long nextChange = Message.NEVER;
  private int withAlarm;
  private long bytes = Charge.MAILBOX;

  /** Puts a message at the end; false if there is no room and none can be made. */
  boolean offer(Command.Offer offer, Effects effects) {
    settle(offer.now(), effects);
    if (entries.size() - inTransit >= offer.capacity()
        && !(offer.overflow() == Overflow.DROP_OLDEST && dropOldest(offer.now(), effects))) {
      return false;
    }
    var entry = new Entry(offer.message(), ++lastSequence);
    entries.add(entry);
    count(entry, 1);
    watch(entry);
    effects.ring();
    return true;
  }

  private boolean dropOldest(long now, Effects effects) {
    var oldest = entries.stream().filter(entry -> !entry.isHidden()).findFirst();
    oldest.ifPresent(dropped -> removeIf(
        entry -> entry == dropped, Receipt.State.DROPPED, entry -> now, effects));
    return oldest.isPresent();
  }

  /** Takes the oldest messages out. */
  List<Message> take(int max, long now, Effects effects) {
    settle(now, effects);
    var taken = new ArrayList<Message>(Math.min(max, entries.size()));
    removeIf(entry -> !entry.isHidden() && taken.size() < max && taken.add(entry.next()),
        Receipt.State.DELIVERED, entry -> now, effects);
    return taken;
  }

  /** Hides the oldest messages for a lease; one that has messages already gets the same again. */
  List<Message> handOut(Handout handout, Effects effects) {
    settle(handout.now(), effects);
    var batch = new ArrayList<Message>(Math.min(handout.max(), entries.size()));
    for (var entry : entries) {
      if (entry.isHeldBy(handout.lease())) {
        entry.renew(handout.until());
        watch(entry);
        batch.add(entry.current());
      }
    }
    if (batch.isEmpty()) {
      var id = new LeaseId(handout.lease());
      for (var entry : entries) {
        if (!entry.isHidden() && batch.size() < handout.max()) {
          hide(entry, id, handout);
          batch.add(entry.current());
        }
      }
    }
    return batch;
  }

  /**
   * Shows the oldest messages behind a place to a live connection: those that wait, which the live
   * lease has from now on, and those that it has already.
   */
  List<Pushed> follow(Command.Follow follow, Effects effects) {
    settle(follow.now(), effects);
    var handout = new Handout(
        Command.Follow.LEASE, follow.max(), follow.now(), Message.NEVER, false);
    var shown = entries.stream()
        .filter(entry -> entry.sequence() > follow.after()
            && (!entry.isHidden() || entry.isHeldBy(Command.Follow.LEASE)))
        .sorted(Comparator.comparingLong(Entry::sequence)).limit(follow.max()).toList();
    for (var entry : shown) {
      if (!entry.isHidden()) {
        hide(entry, LeaseId.LIVE, handout);
      }
      lastShown = Math.max(lastShown, entry.sequence());
    }
    return shown.stream().map(entry -> new Pushed(entry.sequence(), entry.current())).toList();
  }

  /** Gives back what live connections were given and did not acknowledge: the last one is gone. */
  void endFollowing(long now, Effects effects) {
    release(Command.Follow.LEASE, null, now, effects);
    lastShown = 0;
  }

  private void showAgain(Entry entry) {
    if (entry.sequence() <= lastShown) {
      entry.resequence(++lastSequence);
    }
  }

  private void hide(Entry entry, LeaseId id, Handout handout) {
    count(entry, -1);
    entry.hide(id, handout.until(), handout.transit());
    count(entry, 1);
    if (handout.transit()) {
      inTransit++;
    } else {
      entry.see(handout.now());
    }
    watch(entry);
  }

  /**
   * Deletes messages that a lease was given: those of the ids, or all of them. A lease that ran
   * out may still acknowledge, unless its messages were given to another.
   */
  Acknowledged acknowledge(
      String lease, @Nullable Collection<MessageId> ids, long now, Effects effects) {
    settle(now, effects);
    var wanted = ids == null ? null : new HashSet<>(ids);
    int before = entries.size();
    removeIf(entry -> entry.hasLease(lease) && isWanted(entry, wanted),
        Receipt.State.DELIVERED, entry -> now, effects);
    int acknowledged = before - entries.size();
    if (wanted == null) {
      return new Acknowledged(acknowledged, 0, 0);
    }
    int stale = (int) entries.stream().filter(entry -> isWanted(entry, wanted)).count();
    return new Acknowledged(acknowledged, wanted.size() - acknowledged - stale, stale);
  }

  /** Gives messages of a lease back to their places: those of the ids, or all of them. */
  int release(String lease, @Nullable Collection<MessageId> ids, long now, Effects effects) {
    settle(now, effects);
    var wanted = ids == null ? null : new HashSet<>(ids);
    int released = 0;
    for (var entry : entries) {
      if (entry.isHeldBy(lease) && isWanted(entry, wanted)) {
        inTransit -= entry.isInTransit() ? 1 : 0;
        count(entry, -1);
        entry.release(now);
        count(entry, 1);
        if (!lease.equals(Command.Follow.LEASE)) {
          showAgain(entry);
        }
        watch(entry);
        released++;
      }
    }
    if (released > 0) {
      effects.ring();
    }
    settle(now, effects);
    return released;
  }

  /** Shows the oldest messages that nobody has leased, and marks them as seen. */
  List<Message> peek(int max, long now, Effects effects) {
    settle(now, effects);
    var shown = new ArrayList<Message>(Math.min(max, entries.size()));
    for (var entry : entries) {
      if (!entry.isHidden() && shown.size() < max) {
        entry.see(now);
        watch(entry);
        shown.add(entry.next());
      }
    }
    return shown;
  }

  /** Shows all messages, leased ones too, and marks none. */
  List<Message> contents(long now, Effects effects) {
    settle(now, effects);
    return entries.stream().map(Entry::current).toList();
  }

  /** Lets what is due happen: messages disappear, leases end. */
  void settle(long now, Effects effects) {
    if (now < nextChange) {
      return;
    }
    removeIf(entry -> entry.goneAt() <= now, Receipt.State.EXPIRED, Entry::goneAt, effects);
    for (var entry : entries) {
      if (entry.leaseEnded(now)) {
        inTransit -= entry.isInTransit() ? 1 : 0;
        count(entry, -1);
        entry.unhide();
        count(entry, 1);
        showAgain(entry);
        effects.ring();
      }
    }
    nextChange = entries.stream().mapToLong(Entry::nextChange).min().orElse(Message.NEVER);
  }

  /** Empties the mailbox, whose user leaves. */
  void delete(long now, Effects effects) {
    settle(now, effects);
    removeIf(entry -> true, Receipt.State.DELETED, entry -> now, effects);
  }

  /** Returns when something happens next without a call, hand-overs left aside. */
  long nextAlarm() {
    long next = Message.NEVER;
    if (nextChange != Message.NEVER) {
      for (var entry : entries) {
        next = entry.isInTransit() ? next : Math.min(next, entry.nextChange());
      }
    }
    return next;
  }

  boolean hasWaiting() {
    return entries.stream().anyMatch(entry -> !entry.isHidden());
  }

  /** Counts what is in it. */
  Holdings holdings() {
    int waiting = 0;
    long oldest = Message.NEVER;
    long pictures = 0;
    for (var entry : entries) {
      if (!entry.isHidden()) {
        waiting++;
        oldest = Math.min(oldest, entry.message().sentAtMillis());
      }
      pictures += Charge.image(entry.message().image());
    }
    long leases = leaseBytes();
    return new Holdings(waiting, entries.size() - waiting, oldest,
        new Census.Bytes(0, pictures, bytes() - pictures - leases, leases, 0));
  }

  private long leaseBytes() {
    return entries.stream().map(Entry::lease).filter(Objects::nonNull).distinct()
        .mapToLong(LeaseId::bytes).sum();
  }

  long bytes() {
    return bytes + (withAlarm > 0 ? Charge.ALARM : 0);
  }

  /** Returns what {@link #bytes} must be, by adding up. */
  long countedBytes() {
    boolean alarm = entries.stream().anyMatch(Mailbox::hasAlarm);
    return Charge.MAILBOX + (alarm ? Charge.ALARM : 0)
        + entries.stream().mapToLong(entry -> Charge.message(entry.message())).sum()
        + leaseBytes();
  }

  /** Counts an entry in, before it changes out, and after it changed in again. */
  private void count(Entry entry, int sign) {
    bytes += sign * Charge.message(entry.message());
    var lease = entry.lease();
    bytes += lease == null ? 0 : lease.count(sign);
    withAlarm += hasAlarm(entry) ? sign : 0;
  }

  private static boolean hasAlarm(Entry entry) {
    return entry.message().isTimed()
        || (entry.isHeldForATime() && !entry.isInTransit());
  }

  private void removeIf(Predicate<Entry> gone, Receipt.State state,
      ToLongFunction<Entry> time, Effects effects) {
    entries.removeIf(entry -> {
      if (!gone.test(entry)) {
        return false;
      }
      inTransit -= entry.isInTransit() ? 1 : 0;
      count(entry, -1);
      effects.add(entry.message(), state, time.applyAsLong(entry));
      return true;
    });
  }

  private void watch(Entry entry) {
    nextChange = Math.min(nextChange, entry.nextChange());
  }

  private static boolean isWanted(Entry entry, @Nullable Set<MessageId> wanted) {
    return wanted == null || wanted.contains(entry.message().id());
  }

  void pack(Packer packer) {
    var leases = entries.stream().map(Entry::lease).filter(Objects::nonNull).distinct().toList();
    packer.putAll(leases, (to, lease) -> to.putText(lease.text()))
        .putNumber(leases.indexOf(LeaseId.LIVE))
        .putAll(entries, (to, entry) -> entry.pack(to, leases.indexOf(entry.lease())))
        .putNumber(lastSequence).putNumber(lastShown).putLong(nextChange);
  }

  static Mailbox unpack(Unpacker from) {
    var mailbox = new Mailbox();
    var leases = from.getAll(some -> new LeaseId(some.getText()));
    int live = from.getInt();
    if (live >= 0) {
      Unpacker.oneOf(leases, live);
      leases.set(live, LeaseId.LIVE);
    }
    for (var entry : from.getAll(some -> Entry.unpack(some, leases))) {
      mailbox.entries.add(entry);
      mailbox.inTransit += entry.isInTransit() ? 1 : 0;
      mailbox.count(entry, 1);
    }
    mailbox.lastSequence = from.getNumber();
    mailbox.lastShown = from.getNumber();
    mailbox.nextChange = from.getLong();
    return mailbox;
  }
}
