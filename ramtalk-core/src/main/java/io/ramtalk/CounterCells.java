package io.ramtalk;

import io.ramtalk.engine.DeliveryReport;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;

/**
 * The counters of message events.
 *
 * <p><b>Threads:</b> any number, without contention.
 */
final class CounterCells {
  private final LongAdder sent = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder redelivered = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder deleted = new LongAdder();

  void send(UserId from) {
    if (!SelfTest.is(from)) {
      sent.increment();
    }
  }

  /** Counts the end of a message. */
  void end(DeliveryReport report) {
    if (SelfTest.is(report.sender())) {
      return;
    }
    switch (report.state()) {
      case DELIVERED -> delivered.increment();
      case EXPIRED -> expired.increment();
      case DROPPED -> dropped.increment();
      case DELETED -> deleted.increment();
      default -> { } // not an end
    }
  }

  Acknowledged acknowledge(Acknowledged answer) {
    acknowledged.add(answer.acknowledged());
    return answer;
  }

  /** Counts redeliveries. Returns the messages. */
  <M> List<M> countRedeliveries(List<M> messages, ToIntFunction<M> deliveryCount) {
    for (var message : messages) {
      if (deliveryCount.applyAsInt(message) > 1) {
        redelivered.increment();
      }
    }
    return messages;
  }

  Totals totals() {
    return new Totals(sent.sum(), delivered.sum(), acknowledged.sum(), redelivered.sum(),
        expired.sum(), dropped.sum(), deleted.sum());
  }
}
