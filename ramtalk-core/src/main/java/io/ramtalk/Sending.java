package io.ramtalk;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import io.ramtalk.engine.StoredMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sending of messages, from the sender's outbox into the receiver's mailbox.
 *
 * <p><b>Threads:</b> any number.
 */
final class Sending {
  /* Three steps on two accounts, without nested locks: start the send in the sender's outbox, offer
   * the message, and complete the send. The receipt is stored before the message, so a delivery
   * report always finds it, even if the message is fetched at once. A rejected message is removed
   * from the outbox; until then, a second send with the same key gets "in progress". An accepted
   * message without a key needs no completion. If the outcome is unknown, whatever the failure, the
   * send stays open for a retry. */
  private final Engine engine;
  private final Limits limits;
  private final MonotonicClock monotonicClock;
  private final CounterCells counters;
  private final MessageIds ids = new MessageIds();

  Sending(Engine engine, Limits limits, MonotonicClock monotonicClock, CounterCells counters) {
    this.engine = engine;
    this.limits = limits;
    this.monotonicClock = monotonicClock;
    this.counters = counters;
  }

  MessageId send(UserId from, UserId to, Content content, @Nullable String idempotencyKey) {
    long now = monotonicClock.now();
    boolean timed = content.expiresInMillis() != Engine.NEVER
        || content.destructAfterMillis() != Engine.NEVER;
    engine.expect(to);
    var ticket = engine.execute(from, new Command.BeginSend(
        ids.next(now), to, idempotencyKey, timed, now, limits.receipts(),
        limits.idempotencyKeys()));
    if (ticket == null) {
      throw new UserNotFound(UserNotFound.Role.SENDER, from);
    }
    switch (ticket.kind()) {
      case IN_PROGRESS -> throw SendConflict.inProgress(String.valueOf(idempotencyKey));
      case REUSED -> throw SendConflict.reused(String.valueOf(idempotencyKey));
      case NEW -> offer(to, content.message(ticket.id(), ticket.from(), now), idempotencyKey);
      default -> { }
    }
    return ticket.id();
  }

  private void offer(UserId to, StoredMessage message, @Nullable String idempotencyKey) {
    boolean accepted = false;
    boolean known = false;
    try {
      var answer = engine.execute(to, new Command.Offer(
          message, limits.mailboxCapacity(), limits.overflow(), message.sentAtMillis()));
      known = true;
      if (answer == null) {
        throw new UserNotFound(UserNotFound.Role.TARGET, to);
      }
      accepted = answer;
      if (!accepted) {
        throw new MailboxFull(to, limits.mailboxCapacity());
      }
      counters.send(message.from());
    } catch (RamExhausted e) {
      known = true;
      throw e;
    } finally {
      if (known) {
        end(message, idempotencyKey, accepted);
      }
    }
  }

  /* The caller may send again as soon as it knows of a rejection, so the outbox forgets the message
   * before. Nobody waits for the completion of an accepted send. */
  private void end(StoredMessage message, @Nullable String idempotencyKey, boolean accepted) {
    var end = new Command.EndSend(message.id(), idempotencyKey, accepted);
    if (!accepted) {
      engine.execute(message.from(), end);
    } else if (idempotencyKey != null) {
      engine.executeLater(message.from(), end, List.of());
    }
  }
}
