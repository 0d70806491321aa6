package io.ramtalk.hazelcast;

import io.ramtalk.engine.Engine;
import org.junit.jupiter.api.Tag;

/** The contract of engines on one member, which has no copies. */
@Tag("long")
final class OneMemberTest extends ClusterContract {
  @Override
  protected Engine newEngine() {
    return TestCluster.of(1).newEngine();
  }
}
