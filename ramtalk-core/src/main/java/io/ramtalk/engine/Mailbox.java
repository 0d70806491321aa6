package io.ramtalk.engine;

import io.ramtalk.Acknowledged;
import io.ramtalk.Message;
import io.ramtalk.MessageId;
import io.ramtalk.Overflow;
import io.ramtalk.Receipt;
import io.ramtalk.SequencedMessage;
import io.ramtalk.Usage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The messages waiting for one user, oldest first.
 *
 * <p>A message keeps its place until it is received, acknowledged or expired; a lease hides it
 * meanwhile. Each call first applies everything due by its time, so the contents depend on that
 * time only, not on earlier calls.
 *
 * <p><b>Threads:</b> one at a time; the engine ensures this. <b>Cost:</b> O(messages stored).
 */
final class Mailbox extends Slots {
  /* Every call first settles what is due by its time. The next due time is stored, so that the
   * common mailbox, without timed messages, pays one comparison. That time may be too early (a
   * message was received before it expired), but never too late.
   *
   * A transfer does not count against the capacity: while a response carries the messages, the
   * sender must not find the mailbox full. So messages that return from a broken connection may
   * exceed the capacity until they are received; losing them would be worse.
   *
   * Live connections read the mailbox by sequence. A message that returns from another receiver's
   * lease, to a position that a live connection has passed, gets a new sequence; otherwise that
   * connection would never see it. A message released by the live lease itself keeps its sequence.
   *
   * The timer for the end of the live lease is not counted: the number of such mailboxes is bounded
   * by the connections that are open or have just closed. */
  private static final long SKIPPED_POSITIONS = 1L << 32;
  private static final int MAX_LEASES = 1 << 16;

  private int inTransit;
  private long lastSequence;
  private long lastShown;
  private long nextChange = Engine.NEVER;
  private int withTimer;
  private long bytes = MemoryCost.MAILBOX;

  /** Appends a message. Returns false if the mailbox is full and no room can be made. */
  boolean offer(Command.Offer offer, Effects effects) {
    settle(offer.now(), effects);
    if (size() - inTransit >= offer.capacity()
        && !(offer.overflow() == Overflow.DROP_OLDEST && dropOldest(offer.now(), effects))) {
      return false;
    }
    var message = offer.message();
    add(message, ++lastSequence);
    bytes += MemoryCost.message(message);
    if (message.isTimed()) {
      withTimer++;
      watch(makeEntry(size() - 1));
    }
    effects.ring();
    return true;
  }

  private boolean dropOldest(long now, Effects effects) {
    for (int i = 0; i < size(); i++) {
      if (!isHidden(i)) {
        remove(i, Receipt.State.DROPPED, now, effects);
        break;
      }
    }
    return close() > 0;
  }

  /** Removes the oldest messages and returns them. */
  List<Message> take(int max, long now, Effects effects) {
    settle(now, effects);
    var taken = new ArrayList<Message>(Math.min(max, size()));
    for (int i = 0; i < size() && taken.size() < max; i++) {
      if (!isHidden(i)) {
        taken.add(next(i));
        remove(i, Receipt.State.DELIVERED, now, effects);
      }
    }
    close();
    return taken;
  }

  private boolean isHidden(int index) {
    var entry = entry(index);
    return entry != null && entry.isHidden();
  }

  private boolean isHeldBy(int index, String lease) {
    var entry = entry(index);
    return entry != null && entry.isHeldBy(lease);
  }

  /** Leases the oldest messages. A lease that already holds messages gets the same ones again. */
  List<Message> lease(LeaseRequest request, Effects effects) {
    settle(request.now(), effects);
    var batch = new ArrayList<Message>(Math.min(request.max(), size()));
    for (int i = 0; i < size(); i++) {
      var entry = entry(i);
      if (entry != null && entry.isHeldBy(request.lease())) {
        entry.renew(request.until());
        watch(entry);
        batch.add(entry.message());
      }
    }
    if (batch.isEmpty()) {
      var id = new LeaseId(request.lease());
      for (int i = 0; i < size() && batch.size() < request.max(); i++) {
        if (!isHidden(i)) {
          batch.add(hide(i, id, request).message());
        }
      }
    }
    return batch;
  }

  /**
   * Returns the oldest messages after a position to a live connection: waiting messages, which the
   * live lease holds from now on, and those that it already holds.
   */
  List<SequencedMessage> follow(Command.PollNews follow, Effects effects) {
    settle(follow.now(), effects);
    var request = new LeaseRequest(
        Command.LIVE_LEASE, follow.max(), follow.now(), follow.leaseEnd(), false);
    var places = IntStream.range(0, size())
        .filter(i -> isNews(i, follow.after())).boxed()
        .sorted(Comparator.comparingLong(this::sequence)).limit(follow.max()).toList();
    var shown = new ArrayList<SequencedMessage>(places.size());
    for (int place : places) {
      var entry = isHidden(place) ? makeEntry(place) : hide(place, LeaseId.LIVE, request);
      lastShown = Math.max(lastShown, entry.sequence());
      shown.add(new SequencedMessage(entry.sequence(), entry.message()));
    }
    return shown;
  }

  /** Returns whether there is a message for a live connection after a position. */
  boolean hasNews(long after) {
    return IntStream.range(0, size()).anyMatch(i -> isNews(i, after));
  }

  private boolean isNews(int index, long after) {
    return sequence(index) > after && (!isHidden(index) || isHeldBy(index, Command.LIVE_LEASE));
  }

  /** Renews the live lease for a member with connections. Returns whether it holds messages. */
  boolean renewLive(Command.StateConnections stated, Effects effects) {
    settle(stated.now(), effects);
    boolean any = false;
    for (var entry : entries()) {
      if (entry.isHeldLive()) {
        any = true;
        if (stated.counts().connections() > 0) {
          entry.renew(Math.max(stated.leaseEnd(), entry.leaseUntil()));
        }
      }
    }
    return any;
  }

  /** Releases the unacknowledged messages of live connections, after the last one has closed. */
  void endFollowing(long now, Effects effects) {
    release(Command.LIVE_LEASE, null, now, effects);
    lastShown = 0;
  }

  private void showAgain(Entry entry) {
    if (entry.sequence() <= lastShown) {
      entry.resequence(++lastSequence);
    }
  }

  private Entry hide(int index, LeaseId id, LeaseRequest request) {
    var entry = makeEntry(index);
    count(entry, -1);
    entry.hide(id, request.until(), request.transit());
    count(entry, 1);
    if (request.transit()) {
      inTransit++;
    } else {
      entry.see(request.now());
    }
    watch(entry);
    return entry;
  }

  /**
   * Deletes messages of a lease: those with the given ids, or all. An expired lease can still
   * acknowledge messages that no other lease has taken since.
   */
  Acknowledged acknowledge(
      String lease, @Nullable Collection<MessageId> ids, long now, Effects effects) {
    settle(now, effects);
    var wanted = ids == null ? null : new HashSet<>(ids);
    int stale = 0;
    for (int i = 0; i < size(); i++) {
      var entry = entry(i);
      if (isWanted(i, wanted)) {
        if (entry != null && entry.hasLease(lease)) {
          remove(i, Receipt.State.DELIVERED, now, effects);
        } else {
          stale++;
        }
      }
    }
    int acknowledged = close();
    return wanted == null ? new Acknowledged(acknowledged, 0, 0)
        : new Acknowledged(acknowledged, wanted.size() - acknowledged - stale, stale);
  }

  /** Releases messages of a lease: those with the given ids, or all. */
  int release(String lease, @Nullable Collection<MessageId> ids, long now, Effects effects) {
    settle(now, effects);
    var wanted = ids == null ? null : new HashSet<>(ids);
    int released = 0;
    for (int i = 0; i < size(); i++) {
      var entry = entry(i);
      if (entry != null && entry.isHeldBy(lease) && isWanted(i, wanted)) {
        inTransit -= entry.isInTransit() ? 1 : 0;
        count(entry, -1);
        entry.release(now);
        count(entry, 1);
        if (!lease.equals(Command.LIVE_LEASE)) {
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

  /** Returns the oldest messages without a lease and marks them as seen. */
  List<Message> peek(int max, long now, Effects effects) {
    settle(now, effects);
    var shown = new ArrayList<Message>(Math.min(max, size()));
    for (int i = 0; i < size() && shown.size() < max; i++) {
      if (!isHidden(i)) {
        var entry = makeEntry(i);
        entry.see(now);
        watch(entry);
        shown.add(entry.next());
      }
    }
    return shown;
  }

  /** Returns all messages, leased or not, without marking them as seen. */
  List<Message> contents(long now, Effects effects) {
    settle(now, effects);
    return IntStream.range(0, size()).<Message>mapToObj(this::message).toList();
  }

  /** Returns those of some messages that are here and that no transfer carries. */
  List<MessageId> held(Collection<MessageId> ids, long now, Effects effects) {
    settle(now, effects);
    var wanted = new HashSet<>(ids);
    return IntStream.range(0, size()).filter(i -> !isInTransit(i) && isWanted(i, wanted))
        .mapToObj(i -> message(i).id()).toList();
  }

  private boolean isInTransit(int index) {
    var entry = entry(index);
    return entry != null && entry.isInTransit();
  }

  /** Expires the messages and ends the leases that are due. */
  void settle(long now, Effects effects) {
    if (now < nextChange) {
      return;
    }
    for (int i = 0; i < size(); i++) {
      var entry = entry(i);
      if (entry != null && entry.goneAt() <= now) {
        remove(i, Receipt.State.EXPIRED, entry.goneAt(), effects);
      }
    }
    close();
    nextChange = Engine.NEVER;
    for (var entry : entries()) {
      if (entry.leaseEnded(now)) {
        inTransit -= entry.isInTransit() ? 1 : 0;
        count(entry, -1);
        boolean live = entry.isHeldLive();
        entry.unhide();
        count(entry, 1);
        if (!live) {
          showAgain(entry);
        }
        effects.ring();
      }
      watch(entry);
    }
  }

  /** Empties the mailbox of a user who leaves. */
  void delete(long now, Effects effects) {
    settle(now, effects);
    for (int i = 0; i < size(); i++) {
      remove(i, Receipt.State.DELETED, now, effects);
    }
    close();
  }

  /** Returns the time of the next timed change, apart from transfers. */
  long nextTimer() {
    long next = Engine.NEVER;
    if (nextChange != Engine.NEVER) {
      for (var entry : entries()) {
        next = entry.isInTransit() ? next : Math.min(next, entry.nextChange());
      }
    }
    return next;
  }

  boolean hasWaiting() {
    return IntStream.range(0, size()).anyMatch(i -> !isHidden(i));
  }

  /** Returns the storage used by the mailbox. */
  AccountUsage usage() {
    int waiting = 0;
    long oldest = Engine.NEVER;
    long pictures = 0;
    for (int i = 0; i < size(); i++) {
      var message = message(i);
      if (!isHidden(i)) {
        waiting++;
        oldest = Math.min(oldest, message.sentAtMillis());
      }
      pictures += MemoryCost.image(message.extras().image());
    }
    long leases = leaseBytes();
    return new AccountUsage(waiting, size() - waiting, oldest,
        new Usage.Bytes(0, pictures, bytes() - pictures - leases, leases, 0));
  }

  private long leaseBytes() {
    return leases().stream().mapToLong(LeaseId::bytes).sum();
  }

  private List<LeaseId> leases() {
    return entries().stream().map(Entry::lease).filter(Objects::nonNull).distinct().toList();
  }

  long bytes() {
    return bytes + (withTimer > 0 ? MemoryCost.TIMER : 0);
  }

  /** Recalculates {@link #bytes} from scratch. */
  long countedBytes() {
    boolean timer = entries().stream().anyMatch(Mailbox::hasTimer);
    return MemoryCost.MAILBOX + (timer ? MemoryCost.TIMER : 0) + leaseBytes()
        + IntStream.range(0, size()).mapToLong(i -> MemoryCost.message(message(i))).sum();
  }

  /** Adds (1) or subtracts (-1) the delivery state of an entry; called around each change of it. */
  private void count(Entry entry, int sign) {
    var lease = entry.lease();
    bytes += lease == null ? 0 : lease.count(sign);
    withTimer += hasTimer(entry) ? sign : 0;
  }

  private static boolean hasTimer(Entry entry) {
    return entry.extras().isTimed()
        || (entry.isHeldForATime() && !entry.isInTransit());
  }

  /** Removes a message, but leaves its slot as a gap. */
  private void remove(int index, Receipt.State state, long time, Effects effects) {
    var message = message(index);
    var entry = entry(index);
    if (entry != null) {
      inTransit -= entry.isInTransit() ? 1 : 0;
      count(entry, -1);
    }
    bytes -= MemoryCost.message(message);
    effects.add(message, state, time);
    clear(index);
  }

  private void watch(Entry entry) {
    nextChange = Math.min(nextChange, entry.nextChange());
  }

  private boolean isWanted(int index, @Nullable Set<MessageId> wanted) {
    return wanted == null || wanted.contains(message(index).id());
  }

  /** Appends an entry with its delivery state. */
  private void append(Entry entry) {
    add(entry);
    inTransit += entry.isInTransit() ? 1 : 0;
    count(entry, 1);
    bytes += MemoryCost.message(entry.message());
  }

  /**
   * Returns a copy, which shares only what never changes. The messages of live connections and of
   * transfers are waiting in the copy: both will end only in the original.
   */
  Mailbox copy() {
    var copy = new Mailbox();
    var leases = new IdentityHashMap<LeaseId, LeaseId>();
    for (int i = 0; i < size(); i++) {
      var entry = asEntry(i);
      var lease = entry.isInTransit() || entry.isHeldLive() ? null : entry.lease();
      var copied = entry.copy(lease == null ? null : leases.computeIfAbsent(lease, LeaseId::copy));
      copy.append(copied);
      copy.watch(copied);
    }
    copy.lastSequence = lastSequence;
    return copy;
  }

  /** Makes the positions of all later messages greater than any that a client can know. */
  void skipPositions() {
    lastSequence += SKIPPED_POSITIONS;
  }

  void pack(Packer packer) {
    var leases = leases();
    packer.putAll(leases, (to, lease) -> to.putText(lease.text()))
        .putNumber(leases.indexOf(LeaseId.LIVE));
    pack(packer, leases);
    packer.putNumber(lastSequence).putNumber(lastShown).putLong(nextChange);
  }

  static Mailbox unpack(Unpacker from) {
    var mailbox = new Mailbox();
    var leases = from.getAll(MAX_LEASES, some -> new LeaseId(some.getText()));
    int live = from.getInt();
    if (live >= 0) {
      Unpacker.oneOf(leases, live);
      leases.set(live, LeaseId.LIVE);
    }
    from.getAll(some -> Entry.unpack(some, leases)).forEach(mailbox::append);
    mailbox.lastSequence = from.getNumber();
    mailbox.lastShown = from.getNumber();
    mailbox.nextChange = from.getLong();
    mailbox.check();
    return mailbox;
  }

  /** Rejects a decoded state that no sequence of commands leads to. */
  private void check() {
    Unpacker.require(lastShown >= 0 && lastShown <= lastSequence, "Invalid position of followers");
    for (int i = 0; i < size(); i++) {
      Unpacker.require(
          sequence(i) > 0 && sequence(i) <= lastSequence, "Invalid position of a message");
    }
    for (var entry : entries()) {
      Unpacker.require(nextChange <= entry.nextChange(), "Next change comes too late");
    }
  }
}
