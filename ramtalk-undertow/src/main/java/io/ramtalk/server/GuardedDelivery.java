package io.ramtalk.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.stream.Stream;

/** Lets a delivery refuse what it has no room for, and logs whatever else it throws. */
final class GuardedDelivery implements CodeDelivery {
  /* The text of a fault may quote the code or the number, so it is left out of the log. */
  private static final Logger LOG = System.getLogger(GuardedDelivery.class.getName());

  private final CodeDelivery delivery;

  GuardedDelivery(CodeDelivery delivery) {
    this.delivery = delivery;
  }

  @Override
  public void deliver(Message message) {
    try {
      delivery.deliver(message);
    } catch (RequestRefused e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The delivery of a code to " + Masked.mobile(message.mobile())
          + " failed: " + e.getClass().getName() + place(e));
    }
  }

  private static String place(RuntimeException fault) {
    return Stream.of(fault.getStackTrace()).findFirst().map(frame -> " at " + frame).orElse("");
  }
}
