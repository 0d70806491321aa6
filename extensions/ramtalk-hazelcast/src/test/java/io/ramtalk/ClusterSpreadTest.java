package io.ramtalk;

import io.ramtalk.engine.Engine;
import io.ramtalk.hazelcast.TestCluster;
import org.junit.jupiter.api.Nested;

/** The contract of engines, with each call made on another member. */
final class ClusterSpreadTest {
  @Nested
  final class Registry extends RegistryContract {
    @Override
    Engine newEngine() {
      return TestCluster.of(3).newSpreadEngine();
    }
  }

  @Nested
  final class SendIds extends SendIdContract {
    @Override
    Engine newEngine() {
      return TestCluster.of(3).newSpreadEngine();
    }

    @Override
    long rememberedBytes() {
      return TestCluster.REMEMBERED_BYTES;
    }
  }
}
