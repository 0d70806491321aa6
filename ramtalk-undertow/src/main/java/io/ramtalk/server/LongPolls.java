package io.ramtalk.server;

import io.ramtalk.Engine;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkException;
import io.ramtalk.UserId;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for mail. Waiting takes no thread: the exchange is parked until the
 * doorbell rings or the time is up.
 *
 * <p><b>Threads:</b> any number.
 */
final class LongPolls {
  /** The longest wait, well below the time after which an idle connection is closed. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(50);

  private final RamTalk talk;
  private final Problems problems;
  private final Set<Poll> parked = ConcurrentHashMap.newKeySet();
  private final Seats<UserId> seats;
  private volatile boolean closed;

  LongPolls(RamTalk talk, Problems problems, ConnectionSettings settings) {
    this.talk = talk;
    this.problems = problems;
    seats = new Seats<>(settings.limit(ConnectionLimit.LONG_POLLS),
        settings.limit(ConnectionLimit.LONG_POLLS_PER_USER));
  }

  /** What a request waits for. Everything happens on the I/O thread of its exchange. */
  interface Quest {
    /**
     * Answers if it is there, or if this is the last attempt; and says whether it did, in this
     * call or later.
     */
    void attempt(boolean last, Consumer<Boolean> answered);

    /** Calls back once: with true if there may be more, with false if the time is up. */
    Engine.Watch await(Duration rest, Consumer<Boolean> wake);
  }

  /** Messages, as soon as there are any. */
  private record Mail(RamTalk talk, UserId user, Delivery delivery) implements Quest {
    @Override
    public void attempt(boolean last, Consumer<Boolean> answered) {
      answered.accept(delivery.deliver(last));
    }

    @Override
    public Engine.Watch await(Duration rest, Consumer<Boolean> wake) {
      return talk.awaitMail(user, rest, wake);
    }
  }

  /** Reads how long a request waits; null if it does not. */
  static @Nullable Duration waitOf(HttpServerExchange exchange) {
    var wait = Query.seconds(exchange, "wait");
    if (wait != null && (wait.isNegative() || wait.compareTo(MAX_WAIT) > 0)) {
      throw new RequestRefused(
          422, "query_invalid", "wait must be 0 to " + MAX_WAIT.toSeconds() + " seconds");
    }
    return wait;
  }

  /** Answers with messages as soon as there are any, with none when the time is up. */
  void start(HttpServerExchange exchange, UserId user, Duration wait, Delivery delivery) {
    if (!delivery.deliver(wait.isZero() || closed)) {
      park(exchange, user, talk.now().plus(wait), new Mail(talk, user, delivery));
    }
  }

  /** Has a quest answer as soon as it can, and in any case when the time is up. */
  void seek(HttpServerExchange exchange, UserId user, Duration wait, Quest quest) {
    var until = talk.now().plus(wait);
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> problems.guard(exchange, () ->
        quest.attempt(wait.isZero() || closed, answered -> {
          if (!answered) {
            park(exchange, user, until, quest);
          }
        })));
  }

  private void park(HttpServerExchange exchange, UserId user, Instant until, Quest quest) {
    if (!seats.take(user)) {
      throw new RequestRefused(429, "too_many_waiting", "At most " + seats.maxEach()
          + " requests of one user and " + seats.max() + " in all may wait for mail");
    }
    var poll = new Poll(exchange, user, until, quest);
    poll.enter();
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> problems.guard(exchange, poll::park));
  }

  /** Returns how many requests wait. */
  int waiting() {
    return (int) parked.stream().filter(poll -> poll.watch != null).count();
  }

  /** Answers all that wait, with what there is. */
  void close() {
    closed = true;
    parked.forEach(poll -> poll.wake(false));
  }

  /** One request that waits. */
  private final class Poll {
    private final HttpServerExchange exchange;
    private final UserId user;
    private final Instant until;
    private final Quest quest;
    private final Departure departure;
    private volatile Engine.@Nullable Watch watch;
    private Engine.@Nullable Watch presence;
    private volatile boolean left;

    Poll(HttpServerExchange exchange, UserId user, Instant until, Quest quest) {
      this.exchange = exchange;
      this.user = user;
      this.until = until;
      this.quest = quest;
      departure = new Departure(exchange);
    }

    /** Shows the user online until the answer is complete or the client is gone. */
    private void enter() {
      try {
        presence = talk.waiting(user);
      } catch (RamTalkException e) {
        seats.leave(user);
        throw e;
      }
      parked.add(this);
      exchange.addExchangeCompleteListener((done, next) -> {
        leave();
        next.proceed();
      });
    }

    private void park() {
      var rest = Duration.between(talk.now(), until);
      if (closed || rest.isZero() || rest.isNegative()) {
        quest.attempt(true, answered -> { });
      } else {
        watch = quest.await(rest, this::wake);
        departure.watch();
      }
    }

    /** Goes on where every step of an exchange is done, its I/O thread if nothing waits. */
    private void wake(boolean mail) {
      Workers.later(exchange, () -> problems.guard(exchange, () -> goOn(mail)));
    }

    private void goOn(boolean mail) {
      if (left || exchange.isResponseStarted()) {
        return;
      }
      departure.ignore();
      quest.attempt(!mail || closed, answered -> {
        if (!answered && !left) {
          park();
        }
      });
    }

    private void leave() {
      left = true;
      if (parked.remove(this)) {
        seats.leave(user);
      }
      var listening = watch;
      if (listening != null) {
        listening.close();
      }
      var shown = presence;
      if (shown != null) {
        Workers.now(exchange, shown::close);
      }
    }
  }
}
