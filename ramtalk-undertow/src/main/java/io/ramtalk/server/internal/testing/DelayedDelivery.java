package io.ramtalk.server.internal.testing;

import io.ramtalk.RamTalk;
import io.ramtalk.server.CodeDelivery;
import io.ramtalk.server.internal.mail.FaultPlan;

/**
 * Delays the delivery of codes as a test has planned, by the messenger's clock.
 *
 * @param talk the messenger whose clock and timers are used
 * @param faults the plan
 * @param delivery delivers a code after the delay
 */
public record DelayedDelivery(RamTalk talk, FaultPlan faults, CodeDelivery delivery)
    implements CodeDelivery {
  @Override
  public void deliver(Message message) {
    var delay = faults.code();
    if (delay.isZero()) {
      delivery.deliver(message);
    } else {
      talk.delivery().timer(delay, () -> delivery.deliver(message));
    }
  }
}
