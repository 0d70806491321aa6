package io.ramtalk;

import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import io.ramtalk.engine.LeaseRequest;
import io.ramtalk.engine.NewsPage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Delivery of messages from a mailbox.
 *
 * <p><b>Threads:</b> any number.
 */
final class Receiving {
  private final MessengerHost host;
  private final Engine engine;
  private final MonotonicClock monotonicClock;
  private final CounterCells counters;

  Receiving(MessengerHost host) {
    this.host = host;
    engine = host.engine();
    monotonicClock = host.monotonicClock();
    counters = host.counters();
  }

  /** Removes messages. If a response can be lost, uses two repeatable steps. */
  List<Message> take(UserId user, int max) {
    Checks.max(max);
    if (engine.member() == null) {
      return shown(engine.require(user, new Command.Take(max, monotonicClock.now())));
    }
    var transfer = transfer(user, max);
    transfer.commit();
    return transfer.messages();
  }

  /** Removes messages. Blocks this thread while the mailbox is empty. */
  List<Message> take(UserId user, int max, Duration timeout) throws InterruptedException {
    long until = until(timeout);
    while (true) {
      var messages = take(user, max);
      if (!messages.isEmpty() || monotonicClock.now() >= until) {
        return messages;
      }
      Delivery.MailWait.await(engine, host, user, until);
    }
  }

  /** Returns the end of a wait that starts now. */
  long until(Duration timeout) {
    Checks.duration("wait", timeout, Duration.ZERO, RamTalk.MAX_WAIT);
    return monotonicClock.now() + timeout.toMillis();
  }

  Transfer transfer(UserId user, int max) {
    Checks.max(max);
    var transfer = new Transfer(engine, monotonicClock, user);
    try {
      return transfer.holds(shown(engine.require(user, transfer.begin(max))));
    } catch (EngineUnavailable e) {
      if (!e.isNotApplied()) {
        transfer.abandon();
      }
      throw e;
    }
  }

  CompletionStage<Transfer> transferAsync(UserId user, int max) {
    Checks.max(max);
    var transfer = new Transfer(engine, monotonicClock, user);
    var taken = engine.submit(user, transfer.begin(max)).whenComplete((messages, failure) -> {
      if (failure instanceof EngineUnavailable e && !e.isNotApplied()) {
        transfer.abandon();
      }
    });
    return require(user, taken).thenApply(messages -> transfer.holds(shown(messages)));
  }

  Lease lease(UserId user, int max, Duration duration, String id) {
    var request = leaseRequest(max, duration, id);
    return leased(request, engine.require(user, new Command.Lease(request)));
  }

  CompletionStage<Lease> leaseAsync(UserId user, int max, Duration duration, String id) {
    var request = leaseRequest(max, duration, id);
    return require(user, engine.submit(user, new Command.Lease(request))).thenApply(
        messages -> leased(request, messages));
  }

  private LeaseRequest leaseRequest(int max, Duration duration, String id) {
    Checks.max(max);
    Checks.duration("lease", duration, Duration.ofMillis(1), RamTalk.MAX_LEASE);
    long now = monotonicClock.now();
    return new LeaseRequest(
        Text.checkId(id, "lease_id"), max, now, now + duration.toMillis(), false);
  }

  private Lease leased(LeaseRequest request, List<Message> messages) {
    return new Lease(request.lease(), monotonicClock.toInstant(request.until()), shown(messages));
  }

  LocalConnections connections() {
    return host.connections();
  }

  /** Delivers the next messages after a position, and later changes of receipts. */
  NewsPage pollNews(UserId user, long place, long change, int max) {
    Checks.max(max);
    var page = engine.require(user, new Command.PollNews(
        place, change, max, monotonicClock.now(), connections().leaseEnd()));
    if (!page.messages().isEmpty()) {
      connections().pushed(user);
    }
    counters.countRedeliveries(page.messages(), message -> message.message().deliveryCount());
    return page;
  }

  /** Deletes messages of a lease, or all of them if {@code ids} is null. */
  Acknowledged acknowledge(UserId user, String lease, @Nullable Collection<MessageId> ids) {
    return counters.acknowledge(engine.require(user, acknowledgement(lease, ids)));
  }

  CompletionStage<Acknowledged> acknowledgeAsync(
      UserId user, String lease, @Nullable Collection<MessageId> ids) {
    return require(user, engine.submit(user, acknowledgement(lease, ids)))
        .thenApply(counters::acknowledge);
  }

  private Command<Acknowledged> acknowledgement(
      String lease, @Nullable Collection<MessageId> ids) {
    return new Command.Acknowledge(lease, copy(ids), monotonicClock.now());
  }

  /** Releases messages of a lease, or all of them if {@code ids} is null. */
  int release(UserId user, String lease, @Nullable Collection<MessageId> ids) {
    return engine.require(user, releasing(lease, ids));
  }

  CompletionStage<Integer> releaseAsync(
      UserId user, String lease, @Nullable Collection<MessageId> ids) {
    return require(user, engine.submit(user, releasing(lease, ids)));
  }

  private Command<Integer> releasing(String lease, @Nullable Collection<MessageId> ids) {
    return new Command.Release(lease, copy(ids), monotonicClock.now());
  }

  /** Fails a stage whose command found no such user. */
  private static <R> CompletionStage<R> require(
      UserId user, CompletionStage<@Nullable R> submitted) {
    return submitted.thenApply(answer -> {
      if (answer == null) {
        throw new UserNotFound(UserNotFound.Role.USER, user);
      }
      return answer;
    });
  }

  private List<Message> shown(List<Message> messages) {
    return monotonicClock.shown(counters.countRedeliveries(messages, Message::deliveryCount));
  }

  private static @Nullable List<MessageId> copy(@Nullable Collection<MessageId> ids) {
    return ids == null ? null : List.copyOf(ids);
  }
}
