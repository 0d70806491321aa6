package io.ramtalk.hazelcast;

import io.ramtalk.engine.Engine;
import org.junit.jupiter.api.Tag;

/** The contract of engines on one member, with every command submitted rather than executed. */
@Tag("long")
final class OneMemberAsyncTest extends ClusterContract {
  @Override
  protected Engine newEngine() {
    return TestCluster.of(1).newSubmittingEngine();
  }
}
