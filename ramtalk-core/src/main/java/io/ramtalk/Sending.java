package io.ramtalk;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import io.ramtalk.engine.SendTicket;
import io.ramtalk.engine.StoredMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
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
   * send stays open for a retry.
   *
   * The two forms of a send differ only in how they wait: the steps and the judgements between them
   * are the same methods. A send on the heap creates no stages. */
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

  /** A message to send; the time is that of the send. */
  private record Outgoing(
      UserId from, UserId to, Content content, @Nullable String idempotencyKey, long now) {
    StoredMessage message(SendTicket ticket) {
      return content.message(ticket.id(), ticket.from(), now);
    }
  }

  /** Returns an id that is not smaller than that of any message sent so far. */
  MessageId latest() {
    return ids.latest(monotonicClock.now());
  }

  /** Makes the ids of all later sends greater than an id. */
  void continueAfter(MessageId id) {
    ids.continueAfter(id);
  }

  MessageId send(UserId from, UserId to, Content content) {
    return send(new Outgoing(from, to, content, null, monotonicClock.now()));
  }

  MessageId send(Draft draft) {
    return send(outgoing(draft));
  }

  private Outgoing outgoing(Draft draft) {
    var idempotencyKey = draft.id() == null ? null : Text.checkId(draft.id(), "id");
    return new Outgoing(draft.from(), draft.to(), Content.of(draft, limits), idempotencyKey,
        monotonicClock.now());
  }

  private MessageId send(Outgoing outgoing) {
    var from = outgoing.from();
    var to = outgoing.to();
    engine.expect(to);
    var ticket = check(outgoing, engine.execute(from, begin(outgoing)));
    if (ticket.kind() == SendTicket.Kind.NEW) {
      var message = outgoing.message(ticket);
      RamTalkException rejection;
      try {
        rejection = rejection(message, to, engine.execute(to, offer(message)));
      } catch (RamExhausted e) {
        rejection = e;
      }
      if (mustEnd(outgoing, rejection)) {
        engine.execute(from, end(outgoing, ticket, rejection));
      }
      if (rejection != null) {
        throw rejection;
      }
    }
    return ticket.id();
  }

  CompletionStage<MessageId> sendAsync(Draft draft) {
    var outgoing = outgoing(draft);
    var to = outgoing.to();
    return engine.submit(outgoing.from(), begin(outgoing)).thenCompose(begun -> {
      var ticket = check(outgoing, begun);
      if (ticket.kind() != SendTicket.Kind.NEW) {
        return CompletableFuture.completedStage(ticket.id());
      }
      var message = outgoing.message(ticket);
      return engine.submit(to, offer(message))
          .handle((answer, failure) -> failure == null
              ? rejection(message, to, answer) : full(failure))
          .thenCompose(rejection -> conclude(outgoing, ticket, rejection));
    });
  }

  private CompletionStage<MessageId> conclude(
      Outgoing send, SendTicket ticket, @Nullable RamTalkException rejection) {
    CompletionStage<MessageId> result = rejection == null
        ? CompletableFuture.completedStage(ticket.id()) : CompletableFuture.failedStage(rejection);
    return mustEnd(send, rejection)
        ? engine.submit(send.from(), end(send, ticket, rejection)).thenCompose(ended -> result)
        : result;
  }

  private Command.BeginSend begin(Outgoing send) {
    boolean timed = send.content().expiresInMillis() != Engine.NEVER
        || send.content().destructAfterMillis() != Engine.NEVER;
    return new Command.BeginSend(ids.next(send.now()), send.to(), send.idempotencyKey(), timed,
        send.now(), limits.receipts(), limits.idempotencyKeys());
  }

  /** Returns the ticket of a send that is new or was completed before. */
  private static SendTicket check(Outgoing send, @Nullable SendTicket ticket) {
    if (ticket == null) {
      throw new UserNotFound(UserNotFound.Role.SENDER, send.from());
    }
    switch (ticket.kind()) {
      case IN_PROGRESS -> throw SendConflict.inProgress(String.valueOf(send.idempotencyKey()));
      case REUSED -> throw SendConflict.reused(String.valueOf(send.idempotencyKey()));
      default -> { }
    }
    return ticket;
  }

  private Command.Offer offer(StoredMessage message) {
    return new Command.Offer(
        message, limits.mailboxCapacity(), limits.overflow(), message.sentAtMillis());
  }

  /** Counts a message that the mailbox has accepted; otherwise returns the reason. */
  private @Nullable RamTalkException rejection(StoredMessage message, UserId to,
      @Nullable Boolean accepted) {
    if (accepted == null) {
      return new UserNotFound(UserNotFound.Role.TARGET, to);
    }
    if (!accepted) {
      return new MailboxFull(to, limits.mailboxCapacity());
    }
    counters.send(message.from());
    return null;
  }

  /** Returns a failure that is a rejection for lack of memory; the outcome of others is unknown. */
  private static RamExhausted full(Throwable failure) {
    if (failure instanceof RamExhausted full) {
      return full;
    }
    throw new CompletionException(failure);
  }

  private static boolean mustEnd(Outgoing send, @Nullable RamTalkException rejection) {
    return rejection != null || send.idempotencyKey() != null;
  }

  private static Command.EndSend end(
      Outgoing send, SendTicket ticket, @Nullable RamTalkException rejection) {
    return new Command.EndSend(ticket.id(), send.idempotencyKey(), rejection == null);
  }
}
