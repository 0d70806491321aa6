package io.ramtalk.benchmarks.cluster;

import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The times from the start of a send on one member to the ring of the doorbell on another. All
 * members are processes of one machine, which share the clock. The text of a message is the time
 * at which its send began.
 *
 * <p><b>Threads:</b> any number.
 */
final class RingTimes {
  private static final long PAUSE_MILLIS = 5;

  private final RamTalk talk;
  private final UserId user;
  private final Durations durations = new Durations();

  private RingTimes(RamTalk talk, UserId user) {
    this.talk = talk;
    this.user = user;
  }

  /** Listens to the doorbell of a user, and takes the messages. */
  static RingTimes listen(RamTalk talk, UserId user) {
    var times = new RingTimes(talk, user);
    talk.delivery().watch(user, times::rung);
    talk.receive(user);
    return times;
  }

  private void rung() {
    long now = System.nanoTime();
    talk.delivery().transferAsync(user, Integer.MAX_VALUE).thenAccept(transfer -> {
      synchronized (durations) {
        transfer.messages().forEach(
            message -> durations.add(now - Long.parseLong(message.text())));
      }
      transfer.commit();
    });
  }

  /** Sends messages to a user who listens on another member. */
  static void ring(RamTalk talk, UserId from, UserId to, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      talk.send(from, to, String.valueOf(System.nanoTime()));
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** Returns the measured times in ascending order, in nanoseconds. */
  long[] sorted() {
    synchronized (durations) {
      return Durations.sorted(List.of(durations));
    }
  }
}
