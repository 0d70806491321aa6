package io.ramtalk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock that is part of the object it protects: for short work, by one thread at a time, once.
 *
 * <p><b>Threads:</b> any number; who unlocks makes all it did visible to the next. <b>Cost:</b>
 * one compare-and-set to lock, and a write to unlock: half of what a monitor takes.
 */
abstract sealed class Lockable permits IdEntry {
  /* Two threads hardly ever want the same account, and have it for less than a microsecond, unless
   * the one that has it lost its processor. So who waits looks again some times, and then sleeps a
   * little between looks: no list of those who wait, and no word that only they need. It is not
   * reentrant and not fair. */
  private static final int LOOKS = 100;
  private static final long SLEEP_NANOS = 20_000;
  private static final VarHandle LOCKED = locked();

  private volatile int locked;

  private static VarHandle locked() {
    try {
      return MethodHandles.lookup().findVarHandle(Lockable.class, "locked", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final void lock() {
    if (!LOCKED.compareAndSet(this, 0, 1)) {
      await();
    }
  }

  private void await() {
    int looks = 0;
    while (locked != 0 || !LOCKED.compareAndSet(this, 0, 1)) {
      if (++looks % LOOKS == 0) {
        LockSupport.parkNanos(this, SLEEP_NANOS);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  final void unlock() {
    LOCKED.setRelease(this, 0);
  }
}
