package io.ramtalk.hazelcast;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.util.List;
import java.util.function.Supplier;

/** A factory for the types that members send to each other. The number is the list index. */
final class SerializedTypes implements DataSerializableFactory {
  static final int FACTORY = 7_267;

  private static final List<Kind> KINDS = List.of(
      new Kind(StoredAccount.class, StoredAccount::new),
      new Kind(UserSequence.class, UserSequence::new),
      new Kind(Outcome.class, Outcome::new),
      new Kind(Hint.class, Hint::new),
      new Kind(CommandProcessor.class, CommandProcessor::new),
      new Kind(CreateProcessor.class, CreateProcessor::new),
      new Kind(RemoveProcessor.class, RemoveProcessor::new),
      new Kind(LookProcessor.class, LookProcessor::new),
      new Kind(SettleProcessor.class, SettleProcessor::new),
      new Kind(RegisterProcessor.class, RegisterProcessor::new),
      new Kind(SwapProcessor.class, SwapProcessor::new),
      new Kind(LeaseRenewalTask.class, LeaseRenewalTask::new),
      new Kind(MarkedSwapProcessor.class, MarkedSwapProcessor::new),
      new Kind(SharedValue.class, SharedValue::new));

  private record Kind(Class<? extends Serialized> type, Supplier<Serialized> maker) {}

  static int numberOf(Class<? extends Serialized> type) {
    int number = 0;
    while (KINDS.get(number).type() != type) {
      number++;
    }
    return number;
  }

  @Override
  public IdentifiedDataSerializable create(int number) {
    return KINDS.get(number).maker().get();
  }
}
