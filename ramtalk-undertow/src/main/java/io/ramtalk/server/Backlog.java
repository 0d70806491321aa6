package io.ramtalk.server;

import io.ramtalk.RamBudget;
import io.undertow.server.HttpServerExchange;

/**
 * Bounds the memory of answers on their way to clients that read slowly, or not at all.
 *
 * <p><b>Threads:</b> any number.
 */
final class Backlog {
  /* This is no part of the byte budget: who wants to make room by receiving must get an answer
   * when the budget is full. All servers of a process share it, as they share the heap. Small
   * answers are not worth counting: there are no more of them than connections. */
  private static final RamBudget ROOM = new RamBudget(Runtime.getRuntime().maxMemory() / 8);
  private static final int SMALL_BYTES = 4 << 10;

  private Backlog() {}

  /** Takes room for an answer of about that length, until its exchange ends. */
  static void take(HttpServerExchange exchange, long bytes) {
    if (bytes <= SMALL_BYTES) {
      return;
    }
    if (!ROOM.tryReserve(bytes)) {
      throw new RequestRefused(503, "busy",
          "Too many answers wait for slow readers; ask again later, or for fewer messages");
    }
    exchange.addExchangeCompleteListener((done, next) -> {
      ROOM.release(bytes);
      next.proceed();
    });
  }

  /** Returns how many bytes are taken. */
  static long used() {
    return ROOM.used();
  }
}
