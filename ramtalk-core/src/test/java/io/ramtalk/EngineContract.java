package io.ramtalk;

import io.ramtalk.engine.Engine;
import org.junit.jupiter.api.Nested;

/**
 * What every {@link Engine} must do; an engine is correct when a subclass of this one passes.
 *
 * <p>All that is asked goes through the engine or a messenger on it, and answers are compared by
 * what they say and never by identity, so that an engine may keep its accounts in other processes.
 */
public abstract class EngineContract {
  /** Creates the contract; the subclass says for which engine. */
  protected EngineContract() {}

  /**
   * Returns an engine to test.
   *
   * @return a new and empty engine, which the contract opens and closes
   */
  protected abstract Engine newEngine();

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
  final class Budget extends BudgetContract {
    @Override
    Engine newEngine() {
      return EngineContract.this.newEngine();
    }
  }
}
