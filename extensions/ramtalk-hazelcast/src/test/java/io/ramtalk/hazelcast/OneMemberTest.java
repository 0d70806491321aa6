package io.ramtalk.hazelcast;

import io.ramtalk.Engine;
import io.ramtalk.EngineContract;

/** The contract of engines on one member, which has no copies. */
final class OneMemberTest extends EngineContract {
  @Override
  protected Engine newEngine() {
    return TestCluster.of(1).newEngine();
  }
}
