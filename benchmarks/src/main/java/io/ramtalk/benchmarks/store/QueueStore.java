package io.ramtalk.benchmarks.store;

import io.ramtalk.benchmarks.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A map of bounded queues, as one would write it without RAMTalk.
 *
 * <p>Wherever there is a choice, this store takes the cheaper one: ids count up, times are plain
 * milliseconds, texts are kept as the given strings, numbers are not normalized, and users cannot
 * be looked up by id. It makes the checks that RAMTalk also makes and that affect results: it
 * rejects unknown users and texts of invalid length.
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
      throw new IllegalArgumentException(
          "Text must have 1 to " + MAX_TEXT_CHARS + " characters: " + text.length());
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

  /** A waiting message. */
  record Note(long id, UUID from, long sentAtMillis, String text) {}

  /** A registered number. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Member(
      UUID id, String mobile, String name, byte @Nullable [] image, long sinceMillis) {}
}
