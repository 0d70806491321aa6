package io.ramtalk.hazelcast;

import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/**
 * A type that members send to each other. {@link SerializedTypes} creates instances from a number,
 * never from a class name received over the network.
 */
abstract sealed class Serialized implements IdentifiedDataSerializable
    permits StoredAccount, UserSequence, Outcome, Hint, CommandProcessor, CreateProcessor,
        RemoveProcessor, LookProcessor, SettleProcessor, RegisterProcessor, SwapProcessor,
        LeaseRenewalTask, MarkedSwapProcessor, SharedValue {
  @Override
  public final int getFactoryId() {
    return SerializedTypes.FACTORY;
  }

  @Override
  public final int getClassId() {
    return SerializedTypes.numberOf(getClass());
  }
}
