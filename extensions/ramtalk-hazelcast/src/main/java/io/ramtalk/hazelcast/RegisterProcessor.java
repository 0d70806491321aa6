package io.ramtalk.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** One operation on the register. Executing it twice is harmless. */
final class RegisterProcessor extends Serialized
    implements EntryProcessor<String, UserSequence, Object> {
  private static final long serialVersionUID = 1L;

  private Kind kind = Kind.NEXT;
  private UUID user = new UUID(0, 0);
  private long number;
  private String text = "";

  /** For deserialization. */
  RegisterProcessor() {}

  private RegisterProcessor(Kind kind, UUID user, long number, String text) {
    this.kind = kind;
    this.user = user;
    this.number = number;
    this.text = text;
  }

  /** The operations. */
  private enum Kind { TAKE, LEAVE, NEXT, EPOCH }

  /** Assigns a place and returns it, unless the maximum number of users is reached. */
  static RegisterProcessor take(UUID user, long maxUsers) {
    return new RegisterProcessor(Kind.TAKE, user, maxUsers, "");
  }

  /** Releases a place. */
  static RegisterProcessor leave(UUID user, long place) {
    return new RegisterProcessor(Kind.LEAVE, user, place, "");
  }

  /** Returns the first place that was never assigned. */
  static RegisterProcessor next() {
    return new RegisterProcessor(Kind.NEXT, new UUID(0, 0), 0, "");
  }

  /** Returns the epoch. The first caller's proposal sets it. */
  static RegisterProcessor epoch(String proposal) {
    return new RegisterProcessor(Kind.EPOCH, new UUID(0, 0), 0, proposal);
  }

  @Override
  public Object process(Map.Entry<String, UserSequence> entry) {
    var held = entry.getValue();
    var register = held == null ? new UserSequence() : held;
    Object answer = switch (kind) {
      case TAKE -> register.take(user, number);
      case LEAVE -> {
        register.leave(user, number);
        yield true;
      }
      case NEXT -> register.next();
      case EPOCH -> register.epoch(text);
    };
    if (kind != Kind.NEXT) {
      entry.setValue(register);
    }
    return answer;
  }

  @Override
  SerializedType type() {
    return SerializedType.REGISTER_PROCESSOR;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeString(kind.name());
    out.writeLong(user.getMostSignificantBits());
    out.writeLong(user.getLeastSignificantBits());
    out.writeLong(number);
    out.writeString(text);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    kind = Kind.valueOf(Objects.requireNonNull(in.readString()));
    user = new UUID(in.readLong(), in.readLong());
    number = in.readLong();
    var read = in.readString();
    text = read == null ? "" : read;
  }
}
