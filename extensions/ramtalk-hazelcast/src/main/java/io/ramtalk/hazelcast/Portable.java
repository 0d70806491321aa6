package io.ramtalk.hazelcast;

import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/**
 * Everything of ours that goes from member to member. It is made by {@link Portables} from a
 * number, and never by a class name that came over the network.
 */
abstract sealed class Portable implements IdentifiedDataSerializable
    permits Residence, Register, Outcome, Hint, CommandStep, CreateStep, RemoveStep, LookStep,
        SettleStep, RegisterStep, SwapStep, RollCallStep, MarkedSwapStep, SharedValue {
  @Override
  public final int getFactoryId() {
    return Portables.FACTORY;
  }

  @Override
  public final int getClassId() {
    return Portables.numberOf(getClass());
  }
}
