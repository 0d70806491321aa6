package io.ramtalk.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A spin lock embedded in the object it protects, for short critical sections. Not reentrant.
 *
 * <p><b>Threads:</b> any number; an unlock happens-before the next lock. <b>Cost:</b> one
 * compare-and-set to lock and a write to unlock: half the cost of a monitor.
 */
abstract sealed class SpinLock permits IdEntry {
  /* Two threads rarely want the same account, and hold it for less than a microsecond unless the
   * holder is descheduled. So a waiting thread spins for a while and then sleeps briefly between
   * attempts. This needs no queue of waiters and no extra field. The lock is not fair. */
  private static final int LOOKS = 100;
  private static final long SLEEP_NANOS = 20_000;
  private static final VarHandle LOCKED = locked();

  private volatile int locked;

  private static VarHandle locked() {
    try {
      return MethodHandles.lookup().findVarHandle(SpinLock.class, "locked", int.class);
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
