package io.ramtalk.hazelcast;

import io.ramtalk.engine.Engine;
import org.junit.jupiter.api.Tag;

/** The contract of engines on three members, each account with a copy. */
@Tag("scaled")
final class ThreeMembersTest extends ClusterContract {
  @Override
  protected Engine newEngine() {
    return TestCluster.of(3).newEngine();
  }
}
