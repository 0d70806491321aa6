package io.ramtalk.server;

import io.ramtalk.RamTalk;

/**
 * Delivers codes as late as a test has planned, by the messenger's clock.
 *
 * @param talk whose clock
 * @param faults the plan
 * @param delivery brings a code when its time has come
 */
record DelayedDelivery(RamTalk talk, FaultPlan faults, CodeDelivery delivery)
    implements CodeDelivery {
  @Override
  public void deliver(Message message) {
    var delay = faults.code();
    if (delay.isZero()) {
      delivery.deliver(message);
    } else {
      talk.alarm(delay, () -> delivery.deliver(message));
    }
  }
}
