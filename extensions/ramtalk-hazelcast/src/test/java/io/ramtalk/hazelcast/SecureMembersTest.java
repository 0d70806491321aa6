package io.ramtalk.hazelcast;

import io.ramtalk.engine.Engine;
import io.ramtalk.EngineContract;
import org.junit.jupiter.api.Tag;

/** The contract of engines on three members whose connections are encrypted. */
@Tag("long")
final class SecureMembersTest extends EngineContract {
  @Override
  protected Engine newEngine() {
    return TestCluster.secure(3).newEngine();
  }
}
