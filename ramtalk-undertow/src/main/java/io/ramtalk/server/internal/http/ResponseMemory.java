package io.ramtalk.server.internal.http;

import io.ramtalk.RamBudget;
import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.server.HttpServerExchange;

/**
 * Limits the memory of responses on their way to slow clients.
 *
 * <p><b>Threads:</b> any number.
 */
public final class ResponseMemory {
  /* This is separate from the byte budget: a client that makes room by receiving must get a
   * response even if the budget is full. All servers of a process share it, as they share the heap.
   * Small responses are not counted: there is at most one for each connection. */
  private static final RamBudget ROOM = new RamBudget(Runtime.getRuntime().maxMemory() / 8);
  private static final int SMALL_BYTES = 4 << 10;

  private ResponseMemory() {}

  /** Reserves memory for a response of about that many bytes until its exchange ends. */
  public static void take(HttpServerExchange exchange, long bytes) {
    if (bytes <= SMALL_BYTES) {
      return;
    }
    if (!ROOM.tryReserve(bytes)) {
      throw new ProblemException(503, "busy",
          "Too many responses are waiting for slow clients; retry later or ask for fewer messages");
    }
    exchange.addExchangeCompleteListener((done, next) -> {
      ROOM.release(bytes);
      next.proceed();
    });
  }

  /** Returns the number of bytes reserved. */
  static long used() {
    return ROOM.used();
  }
}
