package io.ramtalk.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A map of bounded queues, as it would be written without RAMTalk.
 *
 * <p>Where the obvious code leaves a choice, this store takes the cheaper one: ids count up, times
 * are plain milliseconds, a text is kept as the string that was given, numbers are not normalised
 * and a user cannot be looked up by id. What RAMTalk promises and this store needs as well for
 * the same answers, it does: unknown users and texts of a wrong length are refused.
 */
final class QueueStore implements Store<UUID> {
  private static final int MAX_TEXT_CHARS = 4_096;

  private final ConcurrentHashMap<UUID, ArrayBlockingQueue<Note>> mailboxes =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Member> members = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();

  @Override
  public boolean signUp(Person person) {
    if (members.containsKey(person.mobile())) {
      return false;
    }
    var image = person.image() == null ? null : person.image().clone();
    var member = new Member(UUID.randomUUID(), person.mobile(), person.name(), image,
        System.currentTimeMillis());
    mailboxes.put(member.id(), new ArrayBlockingQueue<>(MAILBOX_CAPACITY));
    boolean created = members.putIfAbsent(person.mobile(), member) == null;
    if (!created) {
      mailboxes.remove(member.id());
    }
    return created;
  }

  @Override
  public UUID idOf(String mobile) {
    var member = members.get(mobile);
    if (member == null) {
      throw new NoSuchElementException("No user has the number " + mobile);
    }
    return member.id();
  }

  @Override
  public boolean send(UUID from, UUID to, String text) {
    if (text.isEmpty() || text.length() > MAX_TEXT_CHARS) {
      throw new IllegalArgumentException("Text has " + text.length() + " characters");
    }
    mailbox(from);
    var note = new Note(lastId.incrementAndGet(), from, System.currentTimeMillis(), text);
    return mailbox(to).offer(note);
  }

  @Override
  public List<Note> receive(UUID user) {
    var taken = new ArrayList<Note>(MAILBOX_CAPACITY);
    mailbox(user).drainTo(taken);
    return taken;
  }

  private ArrayBlockingQueue<Note> mailbox(UUID user) {
    var mailbox = mailboxes.get(user);
    if (mailbox == null) {
      throw new NoSuchElementException("No user has the id " + user);
    }
    return mailbox;
  }

  /** A message that waits. */
  record Note(long id, UUID from, long sentAtMillis, String text) {}

  /** A registered number. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Member(
      UUID id, String mobile, String name, byte @Nullable [] image, long sinceMillis) {}
}
