package io.ramtalk.cli;

import java.io.IOException;
import java.time.Duration;

/**
 * The way of messages out of a mailbox that loses none: they are leased, shown, and deleted only
 * then. What cannot be shown goes back at once.
 */
final class Taking {
  /* Many messages are taken a few at a time, so that memory is bounded and a lease is short. A
   * poll is shorter than the server would let it be: what is between may cut an idle connection.
   * The time that is waited is that of the server, which ends each poll. */
  private static final int MAX_BATCH_MESSAGES = 100;
  static final Duration MAX_POLL = Duration.ofSeconds(25);

  private final Mailbox mailbox;
  private final Duration lease;
  private final Reader reader;

  Taking(Mailbox mailbox, Duration lease, Reader reader) {
    this.mailbox = mailbox;
    this.lease = lease;
    this.reader = reader;
  }

  /** Who the messages are for. */
  interface Reader {
    /** Shows messages, and returns when they were seen to be written. */
    void show(Batch batch) throws IOException;

    /** Is told of messages that were shown and are deleted. */
    void taken(Mailbox mailbox, Batch batch) throws IOException;

    /** Is told of something that is no failure. */
    void warn(String sentence);
  }

  /** Takes messages, shows the first answer even if it is empty, and tells whether it was not. */
  boolean take(int max, Duration wait) throws IOException {
    var first = await(max, wait);
    hand(first);
    int left = max - first.size();
    boolean more = first.isFull();
    while (more && left > 0) {
      var next = lease(left, Duration.ZERO);
      if (next.size() > 0) {
        hand(next);
      }
      left -= next.size();
      more = next.isFull();
    }
    return first.size() > 0;
  }

  /** Asks until there is something or the server has let all of the time pass. */
  private Leased await(int max, Duration wait) throws IOException {
    var left = wait;
    while (true) {
      var poll = left.compareTo(MAX_POLL) < 0 ? left : MAX_POLL;
      var leased = lease(max, poll);
      left = left.minus(poll);
      if (leased.size() > 0 || left.isZero()) {
        return leased;
      }
    }
  }

  private Leased lease(int max, Duration poll) throws IOException {
    int asked = Math.min(max, MAX_BATCH_MESSAGES);
    var id = RandomId.next();
    return new Leased(id, asked, mailbox.lease(id, asked, lease, poll));
  }

  private void hand(Leased leased) throws IOException {
    boolean shown = false;
    try {
      reader.show(leased.batch());
      shown = true;
    } finally {
      if (!shown) {
        giveBack(leased);
      }
    }
    if (leased.size() > 0) {
      acknowledge(leased);
      reader.taken(mailbox, leased.batch());
    }
  }

  private void acknowledge(Leased leased) throws IOException {
    try {
      if (!mailbox.acknowledge(leased.id(), leased.batch().ids())) {
        reader.warn("the lease ended before all was printed; messages may come again");
      }
    } catch (IOException e) {
      throw unacknowledged(Faults.of(e));
    } catch (Failure e) {
      throw unacknowledged(e);
    }
  }

  private static Failure unacknowledged(Failure cause) {
    return new Failure(cause.exitCode(),
        "the messages are printed, but may come again: " + cause.getMessage());
  }

  /** Ends the lease early. Where that fails, its time ends it. */
  private void giveBack(Leased leased) {
    try {
      mailbox.release(leased.id(), leased.batch().ids());
    } catch (IOException | Failure e) {
      reader.warn("the messages are back in the mailbox when their lease ends");
    }
  }

  /** Messages with the name of their lease, and how many were asked for. */
  private record Leased(String id, int asked, Batch batch) {
    int size() {
      return batch.messages().size();
    }

    boolean isFull() {
      return size() >= asked;
    }
  }
}
