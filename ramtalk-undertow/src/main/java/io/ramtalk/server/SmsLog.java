package io.ramtalk.server;

import io.ramtalk.RamBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The latest messages of the SMS provider, for who asks what became of them.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> {@link #add} and {@link #find} are O(1), {@link
 * #list} walks over all.
 */
final class SmsLog {
  /** The most messages that are remembered. */
  static final int MAX_MESSAGES = 1_000;

  /** What a message counts against the byte budget, beside two bytes for each character. */
  static final int MESSAGE_BYTES = 1 << 10;

  private final RamBudget budget;
  private final Map<String, SmsMessage> messages = new LinkedHashMap<>();
  private long bytes;

  SmsLog(RamBudget budget) {
    this.budget = budget;
  }

  /**
   * Remembers a message, and forgets the oldest if there are too many.
   *
   * @throws io.ramtalk.RamExhausted if the budget has no room
   */
  synchronized void add(SmsMessage message) {
    budget.reserve(size(message));
    bytes += size(message);
    messages.put(message.sid(), message);
    if (messages.size() > MAX_MESSAGES) {
      forget(messages.keySet().iterator().next());
    }
  }

  /** Forgets a message. */
  synchronized void forget(String sid) {
    var message = messages.remove(sid);
    if (message != null) {
      bytes -= size(message);
      budget.release(size(message));
    }
  }

  /** Returns the message of that name, or null. */
  synchronized @Nullable SmsMessage find(String sid) {
    return messages.get(sid);
  }

  /** Returns those that a caller wants, newest first. */
  synchronized List<SmsMessage> list(Predicate<SmsMessage> wanted) {
    var newestFirst = new ArrayList<SmsMessage>();
    messages.values().stream().filter(wanted).forEach(message -> newestFirst.add(0, message));
    return newestFirst;
  }

  /** Returns what is counted against the byte budget. */
  synchronized long bytes() {
    return bytes;
  }

  /** Forgets all. */
  synchronized void clear() {
    List.copyOf(messages.keySet()).forEach(this::forget);
  }

  private static long size(SmsMessage message) {
    return MESSAGE_BYTES + 2L * message.order().body().length();
  }
}
