package io.ramtalk.hazelcast;

import io.ramtalk.UserId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sends hints to the other members: the first one at once, and those during the pause after it
 * together. An event costs about as much as a command, however many hints it carries.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> at most one event per pause. The hints of at most
 * {@value #MAX} users wait; others are lost.
 */
final class HintSender {
  static final int MAX = 10_000;

  private static final Logger LOG = System.getLogger(HintSender.class.getName());

  private final Consumer<HintBatch> topic;
  private final Consumer<Runnable> pause;
  private final Map<UserId, Hint> waiting = new HashMap<>();
  private boolean isPausing;

  /**
   * Creates a sender.
   *
   * @param topic sends an event to the other members
   * @param pause runs a task after the pause between two events
   */
  HintSender(Consumer<HintBatch> topic, Consumer<Runnable> pause) {
    this.topic = topic;
    this.pause = pause;
  }

  /** Sends a hint now or in a moment. */
  void send(Hint hint) {
    synchronized (this) {
      if (isPausing) {
        if (waiting.size() < MAX || waiting.containsKey(hint.user())) {
          waiting.merge(hint.user(), hint, Hint::latest);
        }
        return;
      }
      isPausing = true;
    }
    publish(new HintBatch(List.of(hint)));
  }

  private void publish(HintBatch batch) {
    try {
      topic.accept(batch);
    } catch (RuntimeException e) {
      // Listeners on other members poll again soon.
      LOG.log(Level.DEBUG, "Doorbell hints were lost", e);
    }
    pause.accept(this::goOn);
  }

  private void goOn() {
    HintBatch batch;
    synchronized (this) {
      isPausing = !waiting.isEmpty();
      batch = new HintBatch(waiting.values());
      waiting.clear();
    }
    if (!batch.hints().isEmpty()) {
      publish(batch);
    }
  }
}
