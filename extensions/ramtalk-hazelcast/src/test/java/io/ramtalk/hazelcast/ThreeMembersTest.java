package io.ramtalk.hazelcast;

import io.ramtalk.Engine;
import io.ramtalk.EngineContract;

/** The contract of engines on three members, each account with a copy. */
final class ThreeMembersTest extends EngineContract {
  @Override
  protected Engine newEngine() {
    return TestCluster.of(3).newEngine();
  }

  @Override
  protected int wakeUps() {
    return 1_000;
  }
}
