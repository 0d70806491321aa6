package io.ramtalk.hazelcast;

import io.ramtalk.engine.Engine;
import io.ramtalk.EngineContract;
import org.junit.jupiter.api.Tag;

/** The contract of engines on one member, which has no copies. */
@Tag("long")
final class OneMemberTest extends EngineContract {
  @Override
  protected Engine newEngine() {
    return TestCluster.of(1).newEngine();
  }
}
