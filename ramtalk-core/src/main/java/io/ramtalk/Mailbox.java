package io.ramtalk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that wait for one user, oldest first.
 *
 * <p>A full mailbox refuses the newest message instead of dropping an older one, so a sender that
 * was told "accepted" is never contradicted by a later sender.
 *
 * <p><b>Threads:</b> one at a time; the engine sees to it. <b>Cost:</b> {@link #offer} is O(1),
 * {@link #take} is O(messages taken).
 */
final class Mailbox {
  private final ArrayDeque<Message> waiting = new ArrayDeque<>(2);

  boolean offer(Message message, int capacity) {
    if (waiting.size() >= capacity) {
      return false;
    }
    waiting.addLast(message);
    return true;
  }

  List<Message> take(int max) {
    int count = Math.min(max, waiting.size());
    var taken = new ArrayList<Message>(count);
    for (int i = 0; i < count; i++) {
      taken.add(waiting.pollFirst());
    }
    return taken;
  }
}
