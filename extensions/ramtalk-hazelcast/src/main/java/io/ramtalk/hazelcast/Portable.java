package io.ramtalk.hazelcast;

import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/**
 * A type that members send to each other. {@link Portables} creates instances from a number, never
 * from a class name received over the network.
 */
abstract sealed class Portable implements IdentifiedDataSerializable
    permits Residence, Register, Outcome, Hint, CommandProcessor, CreateProcessor, RemoveProcessor, LookProcessor,
        SettleProcessor, RegisterProcessor, SwapProcessor, LeaseRenewalTask, MarkedSwapProcessor, SharedValue {
  @Override
  public final int getFactoryId() {
    return Portables.FACTORY;
  }

  @Override
  public final int getClassId() {
    return Portables.numberOf(getClass());
  }
}
