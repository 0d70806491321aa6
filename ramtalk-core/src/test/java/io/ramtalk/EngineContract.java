package io.ramtalk;

import io.ramtalk.engine.Engine;
import org.junit.jupiter.api.Nested;

/**
 * The contract of every {@link Engine}; an engine is correct when a subclass of this class passes.
 *
 * <p>All calls go through the engine or a messenger on the engine. Responses are compared by value
 * and never by identity, so an engine may keep its accounts in other processes. Memory may be
 * released, and doorbells may ring, shortly after the end of a transfer was executed.
 */
public abstract class EngineContract {
  /** Creates the contract for the engine of the subclass. */
  protected EngineContract() {}

  /**
   * Returns an engine to test.
   *
   * @return a new and empty engine, which the contract opens and closes
   */
  protected abstract Engine newEngine();

  /**
   * Returns the memory by which an engine may remember a rejected send, to recognize its retries.
   *
   * @return bytes for each sender and idempotency key; 0 if commands are never repeated
   */
  protected long rememberedBytes() {
    return 0;
  }

  @Nested
  final class Registry extends RegistryContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }
  }

  @Nested
  final class Mailboxes extends MailboxContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }
  }

  @Nested
  final class SendIds extends SendIdContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }

    @Override
    long rememberedBytes() {
      return EngineContract.this.rememberedBytes();
    }
  }

  @Nested
  final class Leases extends LeaseContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }
  }

  @Nested
  final class HandOvers extends TransferContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }
  }

  @Nested
  final class AsyncCalls extends AsyncContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }
  }

  @Nested
  final class Lifetimes extends LifetimeContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }
  }

  @Nested
  final class Receipts extends ReceiptContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }
  }

  @Nested
  final class Doorbell extends DoorbellContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }
  }

  @Nested
  final class Accounts extends AccountContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }
  }

  @Nested
  final class Counts extends CountContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }
  }

  @Nested
  final class Probes extends ProbeContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }
  }

  @Nested
  final class EveryMessage extends EveryMessageContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }
  }

  @Nested
  final class Written extends SnapshotContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }
  }

  @Nested
  final class Budget extends BudgetContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }

    @Override
    long rememberedBytes() {
      return EngineContract.this.rememberedBytes();
    }
  }
}
