package io.ramtalk;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Messages on their way to their user: taken out of the mailbox, but not yet gone. Whoever carries
 * them says how it ended, once.
 *
 * <p><b>Threads:</b> any number.
 */
public final class HandOver {
  /* A hand-over ends when its connection does; the time is for a carrier that never says. Its lease
   * needs a name that no other lease in the same mailbox has: no caller can choose one with a
   * slash, and 64 random bits tell hand-overs apart without a counter that all threads share. */
  private static final Duration MAX_DURATION = Duration.ofMinutes(5);

  private final HandOverEnds ends;
  private final Timeline timeline;
  private final UserId user;
  private final String lease = "/" + ThreadLocalRandom.current().nextLong();
  private List<Message> messages = List.of();

  HandOver(HandOverEnds ends, Timeline timeline, UserId user) {
    this.ends = ends;
    this.timeline = timeline;
    this.user = user;
  }

  Command.HandOut begin(int max) {
    long now = timeline.now();
    return new Command.HandOut(
        new Handout(lease, max, now, now + MAX_DURATION.toMillis(), true));
  }

  HandOver holds(List<Message> taken) {
    messages = taken;
    return this;
  }

  /**
   * Returns what is handed over.
   *
   * @return the messages, oldest first
   */
  public List<Message> messages() {
    return messages;
  }

  /** Gives back what the engine may have handed over without saying so. */
  void abandon() {
    ends.execute(user, new Command.Release(lease, null, timeline.now()));
  }

  /** Says that the messages arrived: they are deleted. */
  public void confirm() {
    if (!messages.isEmpty()) {
      ends.execute(user, new Command.Acknowledge(lease, null, timeline.now()));
    }
  }

  /** Says that the messages did not arrive: they go back to their places. */
  public void takeBack() {
    if (!messages.isEmpty()) {
      ends.execute(user, new Command.Release(lease, null, timeline.now()));
    }
  }
}
