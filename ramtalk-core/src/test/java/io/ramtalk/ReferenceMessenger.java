package io.ramtalk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reference implementation that random tests compare with: lists, and a time that moves from
 * event to event. This class is slow, single-threaded and easy to check against the design.
 */
final class ReferenceMessenger {
  static final String LIVE = "live";
  private static final long NEVER = Long.MAX_VALUE;

  private final Limits limits;
  private final List<Person> people = new ArrayList<>();
  private final Map<Receipt.State, Long> ends = new EnumMap<>(Receipt.State.class);
  private long now;
  private long ahead;
  private long sent;
  private long acknowledged;
  private long redelivered;

  ReferenceMessenger(Limits limits, long now) {
    this.limits = limits;
    this.now = now;
  }

  /** A message as its receiver sees it. */
  record Seen(MessageId id, UserId from, String text, Instant sentAt,
      Optional<Instant> expiresAt, int deliveryCount) {}

  /** The parameters of a send. */
  record Order(UserId from, UserId to, String text, Long expiresIn, Long destructAfter,
      String idempotencyKey) {}

  private static final class Person {
    private final UserId id;
    private final List<Slot> mailbox = new ArrayList<>();
    private final List<Line> sent = new ArrayList<>();
    private final List<OwnId> ownIds = new ArrayList<>();
    private int connections;
    private long lastSequence;
    private long lastShown;

    Person(UserId id) {
      this.id = id;
    }
  }

  private static final class Slot {
    private Order order;
    private MessageId id;
    private long sentAt;
    private long expiresAt = NEVER;
    private long destructsAt = NEVER;
    private String lease;
    private long leaseUntil;
    private boolean leased;
    private boolean inTransit;
    private int deliveries;
    private long sequence;

    boolean isLive() {
      return leased && LIVE.equals(lease);
    }
  }

  private static final class Line {
    private MessageId id;
    private UserId to;
    private long sentAt;
    private Receipt.State state = Receipt.State.QUEUED;
    private long deliveredAt = NEVER;
    private long endedAt = NEVER;
  }

  private record OwnId(String name, UserId to, MessageId id) {}

  void signUp(UserId id) {
    people.add(new Person(id));
  }

  void delete(UserId id) {
    var person = person(id);
    people.remove(person);
    person.mailbox.forEach(slot -> tell(slot, Receipt.State.DELETED, now));
  }

  /** Advances the time from event to event, where an event is an expiry or the end of a lease. */
  void pass(long millis) {
    long end = now + millis;
    for (var person : people) {
      var due = nextDue(person, end);
      while (due != null) {
        happen(person, due);
        due = nextDue(person, end);
      }
    }
    now = end;
  }

  void setBack(long millis) {
    ahead += millis;
  }

  private static Slot nextDue(Person person, long end) {
    return person.mailbox.stream().filter(slot -> eventTime(slot) <= end)
        .min(Comparator.comparingLong(ReferenceMessenger::eventTime)).orElse(null);
  }

  private static long eventTime(Slot slot) {
    long ends = slot.leased && !slot.isLive() ? slot.leaseUntil : slot.expiresAt;
    return Math.min(ends, slot.destructsAt);
  }

  private void happen(Person person, Slot slot) {
    long time = eventTime(slot);
    if (slot.leased && !slot.isLive() && slot.destructsAt > time) {
      endLease(person, slot, time);
    } else {
      person.mailbox.remove(slot);
      tell(slot, Receipt.State.EXPIRED, time);
    }
  }

  private void endLease(Person person, Slot slot, long time) {
    if (!slot.isLive() && slot.sequence <= person.lastShown) {
      slot.sequence = ++person.lastSequence;
    }
    slot.leased = false;
    if (slot.expiresAt <= time) {
      person.mailbox.remove(slot);
      tell(slot, Receipt.State.EXPIRED, time);
    }
  }

  /**
   * Returns the error code of a rejected message, the id of an earlier message with the same key,
   * or null if the message is to be stored.
   */
  Object refusal(Order order) {
    for (var known : person(order.from()).ownIds) {
      if (known.name().equals(order.idempotencyKey())) {
        return known.to().equals(order.to()) ? known.id() : "send_id_reused";
      }
    }
    var target = person(order.to());
    if (target == null) {
      return "target_not_found";
    }
    boolean full = target.mailbox.stream()
        .filter(slot -> !(slot.leased && slot.inTransit)).count() >= limits.mailboxCapacity();
    boolean allLeased = target.mailbox.stream().allMatch(slot -> slot.leased);
    return full && (limits.overflow() == Overflow.REJECT || allLeased) ? "mailbox_full" : null;
  }

  void store(Order order, MessageId id) {
    sent++;
    var target = person(order.to());
    makeRoom(target);
    var slot = new Slot();
    slot.order = order;
    slot.id = id;
    slot.sentAt = now;
    slot.expiresAt = order.expiresIn() == null ? NEVER : now + order.expiresIn();
    slot.sequence = ++target.lastSequence;
    target.mailbox.add(slot);
    var line = new Line();
    line.id = id;
    line.to = order.to();
    line.sentAt = now;
    var sender = person(order.from());
    sender.sent.add(line);
    keepLast(sender.sent, limits.receipts());
    if (order.idempotencyKey() != null) {
      sender.ownIds.add(new OwnId(order.idempotencyKey(), order.to(), id));
      keepLast(sender.ownIds, limits.idempotencyKeys());
    }
  }

  private void makeRoom(Person target) {
    long room = target.mailbox.stream().filter(slot -> !(slot.leased && slot.inTransit)).count();
    if (room >= limits.mailboxCapacity()) {
      var oldest = waiting(target, 1).get(0);
      target.mailbox.remove(oldest);
      tell(oldest, Receipt.State.DROPPED, now);
    }
  }

  private static void keepLast(List<?> list, int count) {
    while (list.size() > count) {
      list.remove(0);
    }
  }

  List<Seen> receive(UserId user, int max) {
    var person = person(user);
    var taken = waiting(person, max);
    person.mailbox.removeAll(taken);
    taken.forEach(slot -> tell(slot, Receipt.State.DELIVERED, now));
    return again(taken.stream().map(slot -> seen(slot, slot.deliveries + 1)).toList());
  }

  List<Seen> peek(UserId user, int max) {
    var shown = waiting(person(user), max);
    shown.forEach(this::see);
    return shown.stream().map(slot -> seen(slot, slot.deliveries + 1)).toList();
  }

  List<Seen> contents(UserId user) {
    return person(user).mailbox.stream()
        .map(slot -> seen(slot, Math.max(1, slot.deliveries))).toList();
  }

  List<Seen> lease(UserId user, int max, long duration, String lease) {
    var person = person(user);
    var held = person.mailbox.stream()
        .filter(slot -> slot.leased && lease.equals(slot.lease)).toList();
    held.forEach(slot -> slot.leaseUntil = now + duration);
    if (!held.isEmpty()) {
      return again(held.stream().map(slot -> seen(slot, slot.deliveries)).toList());
    }
    var batch = waiting(person, max);
    batch.forEach(slot -> {
      hide(slot, lease, duration, false);
      see(slot);
    });
    return again(batch.stream().map(slot -> seen(slot, slot.deliveries)).toList());
  }

  List<Seen> transfer(UserId user, int max, String lease) {
    var batch = waiting(person(user), max);
    batch.forEach(slot -> hide(slot, lease, 300_000, true));
    return again(batch.stream().map(slot -> seen(slot, slot.deliveries)).toList());
  }

  private List<Seen> again(List<Seen> handedOut) {
    redelivered += handedOut.stream().filter(message -> message.deliveryCount() > 1).count();
    return handedOut;
  }

  private void hide(Slot slot, String lease, long duration, boolean inTransit) {
    slot.lease = lease;
    slot.leaseUntil = now + duration;
    slot.leased = true;
    slot.inTransit = inTransit;
    slot.deliveries++;
  }

  private void see(Slot slot) {
    if (slot.destructsAt == NEVER && slot.order.destructAfter() != null) {
      slot.destructsAt = now + slot.order.destructAfter();
    }
  }

  /** Commits a transfer, which does not count as an acknowledgement by a client. */
  void commit(UserId user, String lease) {
    var confirmed = acknowledge(user, lease, null);
    acknowledged -= confirmed == null ? 0 : confirmed.acknowledged();
  }

  /** Deletes the messages of a lease; null ids mean all. Returns null if the user has left. */
  Acknowledged acknowledge(UserId user, String lease, Collection<MessageId> ids) {
    var person = person(user);
    if (person == null) {
      return null;
    }
    var done = person.mailbox.stream()
        .filter(slot -> lease.equals(slot.lease) && (ids == null || ids.contains(slot.id)))
        .toList();
    person.mailbox.removeAll(done);
    acknowledged += done.size();
    done.forEach(slot -> tell(slot, Receipt.State.DELIVERED, now));
    if (ids == null) {
      return new Acknowledged(done.size(), 0, 0);
    }
    int stale = (int) person.mailbox.stream().filter(slot -> ids.contains(slot.id)).count();
    int asked = new HashSet<>(ids).size();
    return new Acknowledged(done.size(), asked - done.size() - stale, stale);
  }

  Integer release(UserId user, String lease, Collection<MessageId> ids) {
    var person = person(user);
    if (person == null) {
      return null;
    }
    var back = person.mailbox.stream()
        .filter(slot -> slot.leased && lease.equals(slot.lease))
        .filter(slot -> ids == null || ids.contains(slot.id)).toList();
    back.forEach(slot -> {
      endLease(person, slot, now);
      slot.lease = null;
    });
    return back.size();
  }

  /** Sets the number of live connections that an account counts for its user. */
  void tell(UserId user, int connections) {
    var person = person(user);
    if (person != null && person.connections > 0 && connections == 0) {
      release(user, LIVE, null);
      person.lastShown = 0;
    }
    if (person != null) {
      person.connections = connections;
    }
  }

  boolean isOnline(UserId user) {
    return person(user).connections > 0;
  }

  /** Returns the messages pushed to a connection that has seen all messages up to a place. */
  List<Seen> follow(UserId user, long place) {
    var person = person(user);
    if (person.connections == 0) {
      return List.of();
    }
    var pushed = person.mailbox.stream()
        .filter(slot -> slot.sequence > place && (!slot.leased || slot.isLive())).toList();
    for (var slot : pushed) {
      if (!slot.leased) {
        hide(slot, LIVE, NEVER - now, false);
        see(slot);
      }
      person.lastShown = Math.max(person.lastShown, slot.sequence);
    }
    return again(pushed.stream().map(slot -> seen(slot, slot.deliveries)).toList());
  }

  /** Returns the place of the last message pushed to any connection. */
  long place(UserId user) {
    return person(user).lastShown;
  }

  int read(UserId reader, UserId sender, Collection<MessageId> ids) {
    int news = 0;
    for (var line : person(sender).sent) {
      if (ids.contains(line.id) && line.to.equals(reader)
          && (line.state == Receipt.State.DELIVERED || isCarried(reader, line))) {
        line.state = Receipt.State.READ;
        line.deliveredAt = Math.min(line.deliveredAt, now);
        line.endedAt = now;
        news++;
      }
    }
    return news;
  }

  /** Returns whether a transfer carries a message that is not reported as read yet. */
  private boolean isCarried(UserId reader, Line line) {
    return line.state == Receipt.State.QUEUED && person(reader).mailbox.stream().anyMatch(
        slot -> slot.id.equals(line.id) && slot.leased && slot.inTransit);
  }

  List<Receipt> sent(UserId user) {
    return person(user).sent.stream().map(line -> new Receipt(line.id, line.to, line.state,
        shown(line.sentAt), shown(line.deliveredAt), shown(line.endedAt))).toList();
  }

  private void tell(Slot slot, Receipt.State state, long time) {
    ends.merge(state, 1L, Long::sum);
    var sender = person(slot.order.from());
    if (sender == null) {
      return;
    }
    for (var line : sender.sent) {
      if (line.id.equals(slot.id) && line.state == Receipt.State.READ) {
        line.deliveredAt = Math.min(
            line.deliveredAt, state == Receipt.State.DELIVERED ? time : NEVER);
      } else if (line.id.equals(slot.id)) {
        line.state = state;
        if (state == Receipt.State.DELIVERED) {
          line.deliveredAt = time;
        } else {
          line.endedAt = time;
        }
      }
    }
  }

  private static List<Slot> waiting(Person person, int max) {
    return person.mailbox.stream().filter(slot -> !slot.leased).limit(max).toList();
  }

  Totals totals() {
    return new Totals(sent, ended(Receipt.State.DELIVERED), acknowledged, redelivered,
        ended(Receipt.State.EXPIRED), ended(Receipt.State.DROPPED),
        ended(Receipt.State.DELETED));
  }

  private long ended(Receipt.State state) {
    return ends.getOrDefault(state, 0L);
  }

  /** Returns the current usage, with bytes that the caller has counted. */
  Usage usage(Usage.Bytes bytes) {
    var slots = people.stream().flatMap(person -> person.mailbox.stream()).toList();
    long oldest = slots.stream().filter(slot -> !slot.leased).mapToLong(slot -> slot.sentAt)
        .min().orElse(now);
    return new Usage(Instant.ofEpochMilli(now), people.size(),
        people.stream().filter(person -> !person.mailbox.isEmpty()).count(),
        slots.stream().filter(slot -> !slot.leased).count(),
        slots.stream().filter(slot -> slot.leased).count(),
        Duration.ofMillis(now - oldest), bytes);
  }

  private Seen seen(Slot slot, int count) {
    return new Seen(slot.id, slot.order.from(), slot.order.text(), shown(slot.sentAt),
        Optional.ofNullable(shown(slot.expiresAt)), count);
  }

  private Instant shown(long time) {
    return time == NEVER ? null : Instant.ofEpochMilli(time - ahead);
  }

  private Person person(UserId id) {
    return people.stream().filter(person -> person.id.equals(id)).findFirst().orElse(null);
  }
}
