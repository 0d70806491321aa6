package io.ramtalk;

import io.ramtalk.engine.Engine;
import io.ramtalk.hazelcast.TestCluster;

/** Live connections and presence on one member. */
final class ClusterLiveTest extends LiveContract {
  @Override
  Engine newEngine() {
    return TestCluster.of(1).newEngine();
  }
}
