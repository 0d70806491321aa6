package io.ramtalk.hazelcast;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.util.List;
import java.util.function.Supplier;

/** A factory for the types that members send to each other. The number is the list index. */
final class Portables implements DataSerializableFactory {
  static final int FACTORY = 7_267;

  private static final List<Kind> KINDS = List.of(
      new Kind(Residence.class, Residence::new),
      new Kind(Register.class, Register::new),
      new Kind(Outcome.class, Outcome::new),
      new Kind(Hint.class, Hint::new),
      new Kind(CommandStep.class, CommandStep::new),
      new Kind(CreateStep.class, CreateStep::new),
      new Kind(RemoveStep.class, RemoveStep::new),
      new Kind(LookStep.class, LookStep::new),
      new Kind(SettleStep.class, SettleStep::new),
      new Kind(RegisterStep.class, RegisterStep::new),
      new Kind(SwapStep.class, SwapStep::new),
      new Kind(RollCallStep.class, RollCallStep::new),
      new Kind(MarkedSwapStep.class, MarkedSwapStep::new),
      new Kind(SharedValue.class, SharedValue::new));

  private record Kind(Class<? extends Portable> type, Supplier<Portable> maker) {}

  static int numberOf(Class<? extends Portable> type) {
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
