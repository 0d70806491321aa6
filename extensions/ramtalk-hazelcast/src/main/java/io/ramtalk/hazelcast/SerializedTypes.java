package io.ramtalk.hazelcast;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/** A factory for the types that members send to each other. */
final class SerializedTypes implements DataSerializableFactory {
  private static final SerializedType[] TYPES = SerializedType.values();

  @Override
  public IdentifiedDataSerializable create(int number) {
    return switch (TYPES[number]) {
      case STORED_ACCOUNT -> new StoredAccount();
      case USER_SEQUENCE -> new UserSequence();
      case OUTCOME -> new Outcome();
      case HINT_BATCH -> new HintBatch();
      case COMMAND_PROCESSOR -> new CommandProcessor();
      case CREATE_PROCESSOR -> new CreateProcessor();
      case REMOVE_PROCESSOR -> new RemoveProcessor();
      case LOOK_PROCESSOR -> new LookProcessor();
      case SETTLE_PROCESSOR -> new SettleProcessor();
      case REGISTER_PROCESSOR -> new RegisterProcessor();
      case SWAP_PROCESSOR -> new SwapProcessor();
      case LEASE_RENEWAL_TASK -> new LeaseRenewalTask();
      case MARKED_SWAP_PROCESSOR -> new MarkedSwapProcessor();
      case SHARED_VALUE -> new SharedValue();
    };
  }
}
