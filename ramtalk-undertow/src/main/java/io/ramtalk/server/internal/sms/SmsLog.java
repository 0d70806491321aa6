package io.ramtalk.server.internal.sms;

import io.ramtalk.RamBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The latest messages of the SMS facade, for queries about their status.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> {@link #add} and {@link #find} are O(1),
 * {@link #list} is O(messages).
 */
final class SmsLog {
  /** Maximum number of messages kept. */
  static final int MAX_MESSAGES = 1_000;

  /** Size of a message in the byte budget, beside two bytes for each character. */
  static final int MESSAGE_BYTES = 1 << 10;

  private final RamBudget budget;
  private final Map<String, SmsMessage> messages = new LinkedHashMap<>();
  private long bytes;

  SmsLog(RamBudget budget) {
    this.budget = budget;
  }

  /**
   * Adds a message, and removes the oldest if there are too many.
   *
   * @throws io.ramtalk.RamExhausted if the budget is exhausted
   */
  synchronized void add(SmsMessage message) {
    budget.reserve(size(message));
    bytes += size(message);
    messages.put(message.sid(), message);
    if (messages.size() > MAX_MESSAGES) {
      forget(messages.keySet().iterator().next());
    }
  }

  /** Removes a message. */
  synchronized void forget(String sid) {
    var message = messages.remove(sid);
    if (message != null) {
      bytes -= size(message);
      budget.release(size(message));
    }
  }

  /** Returns the message with that SID, or null. */
  synchronized @Nullable SmsMessage find(String sid) {
    return messages.get(sid);
  }

  /** Returns the matching messages, newest first. */
  synchronized List<SmsMessage> list(Predicate<SmsMessage> filter) {
    var newestFirst = new ArrayList<SmsMessage>();
    messages.values().stream().filter(filter).forEach(message -> newestFirst.add(0, message));
    return newestFirst;
  }

  /** Returns the bytes counted against the budget. */
  synchronized long bytes() {
    return bytes;
  }

  /** Removes all messages. */
  synchronized void clear() {
    List.copyOf(messages.keySet()).forEach(this::forget);
  }

  private static long size(SmsMessage message) {
    return MESSAGE_BYTES + 2L * message.order().body().length();
  }
}
