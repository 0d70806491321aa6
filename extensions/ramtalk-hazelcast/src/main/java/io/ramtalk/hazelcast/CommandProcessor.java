package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.ramtalk.engine.AccountUsage;
import io.ramtalk.engine.AnswerCodec;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.CommandCodec;
import io.ramtalk.MessageId;
import io.ramtalk.RamBudget;
import io.ramtalk.RamExhausted;
import io.ramtalk.Usage;
import io.ramtalk.engine.SendTicket;
import io.ramtalk.engine.StatedConnections;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One command on one account, executed where the account is stored and again on its backup. */
final class CommandProcessor extends Serialized
    implements EntryProcessor<UUID, StoredAccount, Outcome>, HazelcastInstanceAware {
  private static final long serialVersionUID = 1L;

  /* A call is repeated after a lost response, so every step must be harmless when executed twice.
   * StoredAccount remembers what the command itself does not cover.
   *
   * A send that was never completed, because its member is gone or its response was lost, is taken
   * over by the next send with the same idempotency key. It continues as the same message, and the
   * mailbox knows whether it already has that message. A rejected send continues likewise: see
   * SendTries.
   *
   * Statements about connections are accepted only from members that the account's member still
   * counts: a statement accepted from a departed member would never be removed. */
  static final long TAKE_OVER_MILLIS = 1_000;

  private static final Outcome UNUSED = new Outcome();

  private transient @Nullable HazelcastInstance instance;
  private transient boolean changed;
  private transient @Nullable Command<?> command;
  private transient byte @Nullable [] encoded;
  private transient Caller caller = new Caller("", new UUID(0, 0), 0, false);
  private boolean echo;

  /** For deserialization. */
  CommandProcessor() {}

  CommandProcessor(Command<?> command, Caller caller) {
    this.command = command;
    this.caller = caller;
  }

  /**
   * The origin of a call.
   *
   * @param space the name of the engine
   * @param member the member that calls
   * @param call a number that is unique among the calls of the member
   * @param repeated true if the same call was made before, with an unknown outcome
   */
  record Caller(String space, UUID member, long call, boolean repeated) {}

  @Override
  public void setHazelcastInstance(HazelcastInstance newInstance) {
    instance = newInstance;
  }

  @Override
  public @Nullable Outcome process(Map.Entry<UUID, StoredAccount> entry) {
    var home = entry.getValue();
    if (home == null) {
      return null;
    }
    var known = Objects.requireNonNull(command);
    var here = echo ? null : PartitionLedger.of(instance, caller.space());
    var outcome = here == null ? apply(known, home) : here.apply(entry.getKey(), home,
        () -> reserve(known, home, here.budget()),
        () -> apply(known, home));
    if (changed) {
      entry.setValue(home);
    }
    return outcome;
  }

  /** Reserves memory for a command. Returns the number of bytes. */
  private static long reserve(Command<?> known, StoredAccount home, RamBudget budget) {
    if (!(known instanceof Command.Offer)) {
      return known.reserve(budget, home.account());
    }
    if (isRepeatedOffer(known, home)) {
      return 0;
    }
    long growth = home.offers().growth();
    budget.reserve(growth);
    try {
      return growth + known.reserve(budget, home.account());
    } catch (RamExhausted full) {
      budget.release(growth);
      throw full;
    }
  }

  private <R> Outcome apply(Command<R> known, StoredAccount home) {
    var answer = answer(known, home);
    var effects = home.takeEffects();
    changed = known.mustReplay(answer, effects != null);
    return echo ? UNUSED : Outcome.of(AnswerCodec.encode(known, answer), effects, home);
  }

  @SuppressWarnings("unchecked") // the command determines the type of its result
  private <R> R answer(Command<R> known, StoredAccount home) {
    if (known instanceof Command.Offer offer) {
      return (R) (Boolean) offer(offer, home);
    } else if (known instanceof Command.BeginSend send) {
      return (R) begin(send, home);
    } else if (known instanceof Command.EndSend end) {
      return (R) (Boolean) end(end, home);
    } else if (known instanceof Command.StateConnections stated && !isOfMember(stated)) {
      return (R) new StatedConnections(false, stated.counts().sequence(), false);
    } else if (known instanceof Command.Count count) {
      return (R) count(count, home);
    }
    return home.apply(known);
  }

  private static AccountUsage count(Command.Count count, StoredAccount home) {
    var usage = home.apply(count);
    return new AccountUsage(usage.waiting(), usage.leased(), usage.oldest(),
        usage.bytes().plus(new Usage.Bytes(0, 0, 0, 0, home.memoryOfCalls())));
  }

  private static boolean isRepeatedOffer(Command<?> known, StoredAccount home) {
    return known instanceof Command.Offer offer && home.offers().contains(offer.message().id());
  }

  private static boolean offer(Command.Offer offer, StoredAccount home) {
    if (isRepeatedOffer(offer, home)) {
      return true;
    }
    boolean accepted = home.apply(offer);
    if (accepted) {
      home.offers().add(offer.message().id(), offer.now());
    }
    return accepted;
  }

  private SendTicket begin(Command.BeginSend send, StoredAccount home) {
    if (caller.repeated() && send.idempotencyKey() == null && isInBooks(send, home)) {
      return new SendTicket(
          SendTicket.Kind.NEW, home.account().user().id(), send.id());
    }
    var tries = home.sendTries();
    var ticket = home.apply(with(tries.messageOf(send), send));
    if (ticket.kind() == SendTicket.Kind.NEW) {
      tries.beginAgain(send.idempotencyKey(), ticket.id());
    }
    boolean isTakenOver = ticket.kind() == SendTicket.Kind.IN_PROGRESS
        && (ticket.id().equals(send.id())
            || send.now() - RecentOffers.millis(ticket.id().value()) >= TAKE_OVER_MILLIS);
    if (!isTakenOver) {
      return ticket;
    }
    if (!ticket.id().equals(send.id())) {
      tries.takeOver(Objects.requireNonNull(send.idempotencyKey()), ticket.id());
    }
    return new SendTicket(SendTicket.Kind.NEW, ticket.from(), ticket.id());
  }

  private static Command.BeginSend with(MessageId id, Command.BeginSend send) {
    return id.equals(send.id()) ? send : new Command.BeginSend(id, send.to(), send.idempotencyKey(),
        send.timed(), send.now(), send.maxReceipts(), send.maxIds());
  }

  private boolean end(Command.EndSend end, StoredAccount home) {
    boolean isLast = end.accepted()
        || home.sendTries().refuse(end.idempotencyKey(), end.id(), caller.repeated());
    return !isLast || home.apply(end);
  }

  private static boolean isInBooks(Command.BeginSend send, StoredAccount home) {
    return home.apply(new Command.ShowReceipts()).stream()
        .anyMatch(receipt -> receipt.id().equals(send.id()));
  }

  /** Returns whether a statement is from a current member. A backup repeats the decision. */
  private boolean isOfMember(Command.StateConnections stated) {
    return echo || instance == null || instance.getCluster().getMembers().stream()
        .anyMatch(member -> member.getUuid().equals(stated.counts().member()));
  }

  @Override
  public @Nullable EntryProcessor<UUID, StoredAccount, Outcome> getBackupProcessor() {
    if (!changed) {
      return null;
    }
    var copy = new CommandProcessor(Objects.requireNonNull(command), caller);
    copy.echo = true;
    copy.encoded = encoded;
    return copy;
  }

  @Override
  SerializedType type() {
    return SerializedType.COMMAND_PROCESSOR;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeByteArray(encoded());
    out.writeString(caller.space());
    out.writeLong(caller.member().getMostSignificantBits());
    out.writeLong(caller.member().getLeastSignificantBits());
    out.writeLong(caller.call());
    out.writeBoolean(caller.repeated());
    out.writeBoolean(echo);
  }

  /** Returns the command as bytes, which each copy of it carries. */
  private byte[] encoded() {
    var bytes = encoded;
    if (bytes == null) {
      bytes = CommandCodec.encode(Objects.requireNonNull(command));
      encoded = bytes;
    }
    return bytes;
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    encoded = Objects.requireNonNull(in.readByteArray());
    command = CommandCodec.decode(encoded);
    caller = new Caller(Objects.requireNonNull(in.readString()),
        new UUID(in.readLong(), in.readLong()), in.readLong(), in.readBoolean());
    echo = in.readBoolean();
  }
}
