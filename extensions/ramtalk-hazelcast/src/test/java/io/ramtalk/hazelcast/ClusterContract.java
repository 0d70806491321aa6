package io.ramtalk.hazelcast;

import io.ramtalk.EngineContract;

/** The contract of engines that repeat a command whose response was lost. */
abstract class ClusterContract extends EngineContract {
  @Override
  protected long rememberedBytes() {
    return TestCluster.REMEMBERED_BYTES;
  }
}
