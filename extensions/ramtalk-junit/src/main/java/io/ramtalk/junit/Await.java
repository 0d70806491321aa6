package io.ramtalk.junit;

import io.ramtalk.Message;
import io.ramtalk.MessageId;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A wait for a message that has arrived or will arrive. Messages stay in the mailbox.
 *
 * <p><b>Threads:</b> one.
 */
public final class Await {
  /* The timeout uses the machine's clock, not the messenger's: the message comes from other
   * threads, which do not follow the clock of the test. */
  private static final int MAX_REMEMBERED = 1_000;

  private final RamTalk talk;
  private final String mobile;
  private final UserId user;
  private final Wanted criteria;
  private final Map<MessageId, Message> arrived = new LinkedHashMap<>();

  Await(RamTalk talk, String mobile, UserId user, Wanted criteria) {
    this.talk = talk;
    this.mobile = mobile;
    this.user = user;
    this.criteria = criteria;
  }

  /**
   * Waits for the message and returns it as soon as it has arrived: the oldest of several. A
   * message that another receiver takes at once may be missed.
   *
   * @param time the timeout, by the clock of the machine; zero checks once
   * @return the message, and the extracted part of its text
   * @throws AssertionError if it did not arrive; the error lists the messages that did
   * @throws IllegalStateException if the thread is interrupted; it stays interrupted
   */
  public Match within(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    var bell = new Semaphore(0);
    var watch = talk.delivery().watch(user, bell::release);
    try {
      var found = look();
      while (found.isEmpty()
          && bell.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        bell.drainPermits();
        found = look();
      }
      return found.orElseThrow(() -> failure(time));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a message " + criteria, e);
    } finally {
      watch.close();
    }
  }

  private Optional<Match> look() {
    for (var message : talk.peek(user, Integer.MAX_VALUE)) {
      if (arrived.putIfAbsent(message.id(), message) == null) {
        var match = criteria.in(message);
        if (match.isPresent()) {
          return match;
        }
        forgetOldest();
      }
    }
    return Optional.empty();
  }

  private void forgetOldest() {
    if (arrived.size() > MAX_REMEMBERED) {
      arrived.remove(arrived.keySet().iterator().next());
    }
  }

  private AssertionError failure(Duration time) {
    var seconds = BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
    return new AssertionError("No message " + criteria + " arrived for " + mobile + " within "
        + seconds + " s; " + (arrived.isEmpty() ? "nothing arrived" : "messages that arrived: "
        + Quotes.of(arrived.values().stream().map(Message::text).toList())));
  }
}
