package io.ramtalk.cli.internal.client;

import java.io.IOException;
import java.time.Duration;

/**
 * Reliable delivery: messages are leased, shown, and only then deleted. Messages that cannot be
 * shown are released at once.
 */
public final class Taking {
  /* Messages are taken in batches, so that memory is bounded and a lease is short. A poll is
   * shorter than the server would allow, because proxies may cut an idle connection. The waiting
   * time is measured by the server, which ends each poll. */
  private static final int MAX_BATCH_MESSAGES = 100;
  public static final Duration MAX_POLL = Duration.ofSeconds(25);

  private final RemoteMailbox mailbox;
  private final Duration lease;
  private final Reader reader;

  public Taking(RemoteMailbox mailbox, Duration lease, Reader reader) {
    this.mailbox = mailbox;
    this.lease = lease;
    this.reader = reader;
  }

  /** The receiver of the messages. */
  public interface Reader {
    /** Shows messages. Returns once they are written. */
    void show(Batch batch) throws IOException;

    /** Called after messages were shown and deleted. */
    void taken(RemoteMailbox mailbox, Batch batch) throws IOException;

    /** Reports a problem that is not a failure. */
    void warn(String sentence);
  }

  /** Takes messages and shows the first batch even if it is empty. Returns whether it was not. */
  public boolean take(int max, Duration wait) throws IOException {
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

  /** Polls until there are messages or the server has used up the waiting time. */
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
        reader.warn("the lease expired before all was printed; messages may be delivered again");
      }
    } catch (IOException e) {
      throw unacknowledged(ExceptionReport.of(e));
    } catch (Failure e) {
      throw unacknowledged(e);
    }
  }

  private static Failure unacknowledged(Failure cause) {
    return new Failure(cause.exitCode(),
        "the messages are printed, but may be delivered again: " + cause.getMessage());
  }

  /** Releases the lease early. If that fails, the lease expires. */
  private void giveBack(Leased leased) {
    try {
      mailbox.release(leased.id(), leased.batch().ids());
    } catch (IOException | Failure e) {
      reader.warn("the messages return to the mailbox when their lease expires");
    }
  }

  /** Messages with their lease id, and the requested number. */
  private record Leased(String id, int asked, Batch batch) {
    int size() {
      return batch.messages().size();
    }

    boolean isFull() {
      return size() >= asked;
    }
  }
}
