package io.ramtalk.server.internal.access;

import io.ramtalk.server.CodeDelivery;
import io.ramtalk.server.internal.wire.Masked;
import io.ramtalk.server.internal.wire.ProblemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.stream.Stream;

/** Passes on the rejections of a delivery, and logs its other exceptions. */
public final class GuardedDelivery implements CodeDelivery {
  /* The message of an exception may quote the code or the number, so it is not logged. */
  private static final Logger LOG = System.getLogger(GuardedDelivery.class.getName());

  private final CodeDelivery delivery;

  public GuardedDelivery(CodeDelivery delivery) {
    this.delivery = delivery;
  }

  @Override
  public void deliver(Message message) {
    try {
      delivery.deliver(message);
    } catch (ProblemException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "Delivery of a code to " + Masked.mobile(message.mobile())
          + " failed: " + e.getClass().getName() + place(e));
    }
  }

  private static String place(RuntimeException fault) {
    return Stream.of(fault.getStackTrace()).findFirst().map(frame -> " at " + frame).orElse("");
  }
}
