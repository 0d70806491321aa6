package io.ramtalk.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.ramtalk.engine.AnswerCodec;
import io.ramtalk.engine.Effects;
import io.ramtalk.RamExhausted;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The result of a step with its effects, or a rejection for lack of memory. */
final class Outcome extends Serialized {
  private byte[] answer = {};
  private byte @Nullable [] effects;
  private long place;
  private long nextTimer = StoredAccount.NEVER;
  private long rings;
  private long presenceRings;
  private long neededBytes;
  private long limitBytes;
  private boolean isBehind;

  /** For deserialization. */
  Outcome() {}

  static Outcome of(byte[] answer, @Nullable Effects effects, StoredAccount stored) {
    var outcome = new Outcome();
    outcome.answer = answer;
    outcome.effects = effects == null ? null : AnswerCodec.encodeEffects(effects);
    outcome.place = stored.place();
    outcome.nextTimer = stored.account().nextTimer();
    outcome.rings = stored.rings();
    outcome.presenceRings = stored.presenceRings();
    return outcome;
  }

  static Outcome noRoom(RamExhausted refusal) {
    var outcome = new Outcome();
    outcome.neededBytes = refusal.bytes();
    outcome.limitBytes = refusal.limit();
    return outcome;
  }

  /** Throws an exception if the member that stores the account had too little memory left. */
  void checkRoom() {
    if (neededBytes > 0) {
      throw new RamExhausted(neededBytes, limitBytes);
    }
  }

  /** Marks that the member that stores the account has not noticed all departures yet. */
  Outcome behind() {
    isBehind = true;
    return this;
  }

  boolean isBehind() {
    return isBehind;
  }

  byte[] answer() {
    return answer;
  }

  @Nullable Effects effects() {
    return effects == null ? null : AnswerCodec.decodeEffects(effects);
  }

  /** Returns the place in the order of registration. */
  long place() {
    return place;
  }

  long nextTimer() {
    return nextTimer;
  }

  long rings() {
    return rings;
  }

  long presenceRings() {
    return presenceRings;
  }

  @Override
  SerializedType type() {
    return SerializedType.OUTCOME;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeByteArray(answer);
    out.writeByteArray(effects);
    out.writeLong(place);
    out.writeLong(nextTimer);
    out.writeLong(rings);
    out.writeLong(presenceRings);
    out.writeLong(neededBytes);
    out.writeLong(limitBytes);
    out.writeBoolean(isBehind);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    var read = in.readByteArray();
    answer = read == null ? new byte[0] : read;
    effects = in.readByteArray();
    place = in.readLong();
    nextTimer = in.readLong();
    rings = in.readLong();
    presenceRings = in.readLong();
    neededBytes = in.readLong();
    limitBytes = in.readLong();
    isBehind = in.readBoolean();
  }
}
