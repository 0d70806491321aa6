package io.ramtalk.hazelcast;

import io.ramtalk.engine.Engine;
import org.junit.jupiter.api.Tag;

/** The contract of engines on three members whose connections are encrypted. */
@Tag("long")
final class SecureMembersTest extends ClusterContract {
  @Override
  protected Engine newEngine() {
    return TestCluster.secure(3).newEngine();
  }
}
