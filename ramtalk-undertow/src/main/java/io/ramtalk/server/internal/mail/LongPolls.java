package io.ramtalk.server.internal.mail;

import io.ramtalk.engine.Engine;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkException;
import io.ramtalk.UserId;
import io.ramtalk.UserNotFound;
import io.ramtalk.server.ConnectionLimit;
import io.ramtalk.server.internal.access.ConnectionQuota;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.access.Tokens;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.ConnectionSettings;
import io.ramtalk.server.internal.http.Continuation;
import io.ramtalk.server.internal.http.DisconnectWatch;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.RequestPool;
import io.ramtalk.server.internal.wire.ProblemException;
import io.ramtalk.server.internal.wire.Query;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for messages. A waiting request occupies no thread: its exchange is parked
 * until the doorbell rings or its time is up.
 *
 * <p><b>Threads:</b> any number.
 */
public final class LongPolls {
  /** Maximum wait, well below the idle timeout of a connection. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(50);
  private static final int MAX_SEARCHES_PER_USER = 16;

  private final RamTalk talk;
  private final Problems problems;
  private final Set<Poll> parked = ConcurrentHashMap.newKeySet();
  private final ConnectionQuota<UserId> quota;
  private final RequestPool searches;
  private volatile boolean closed;

  public LongPolls(RamTalk talk, Problems problems, ConnectionSettings settings) {
    this.talk = talk;
    this.problems = problems;
    searches = new RequestPool(
        problems, "search", RequestPool.halfOfProcessors(), MAX_SEARCHES_PER_USER);
    quota = new ConnectionQuota<>(settings.limit(ConnectionLimit.LONG_POLLS),
        settings.limit(ConnectionLimit.LONG_POLLS_PER_USER));
  }

  /** A condition that a request waits for. Calls come from the threads of the request. */
  interface PollTarget {
    /**
     * Responds if the condition is met or this is the last attempt. Reports whether it has
     * responded, during this call or later.
     */
    void attempt(boolean last, Continuation<Boolean> responded) throws Exception;

    /** Calls back once: true if messages may have arrived, false when the time is up. */
    Engine.Watch await(Duration rest, Consumer<Boolean> wake);
  }

  /** Waits for any messages. */
  private record Mail(RamTalk talk, UserId user, MailResponse delivery) implements PollTarget {
    @Override
    public void attempt(boolean last, Continuation<Boolean> responded) throws Exception {
      delivery.deliver(last, responded);
    }

    @Override
    public Engine.Watch await(Duration rest, Consumer<Boolean> wake) {
      return talk.delivery().awaitMail(user, rest, wake);
    }
  }

  /** Returns how long a request wants to wait, or null if it does not. */
  static @Nullable Duration waitOf(HttpServerExchange exchange) {
    var wait = Query.seconds(exchange, "wait");
    if (wait != null && (wait.isNegative() || wait.compareTo(MAX_WAIT) > 0)) {
      throw new ProblemException(
          422, "query_invalid", "wait must be 0 to " + MAX_WAIT.toSeconds() + " seconds");
    }
    return wait;
  }

  /**
   * A wait for messages.
   *
   * @param call the request
   * @param user the owner of the mailbox
   * @param time the maximum wait
   */
  record Wait(Call call, UserId user, Duration time) {}

  /** Responds as soon as there are messages, or without messages when the time is up. */
  void start(Wait wait, MailResponse delivery) throws Exception {
    delivery.deliver(wait.time().isZero() || closed, responded -> {
      if (!responded) {
        park(wait, talk.now().plus(wait.time()), new Mail(talk, wait.user(), delivery));
      }
    });
  }

  /** Lets a target respond as soon as it can, and at the latest when the time is up. */
  void seek(Wait wait, PollTarget target) {
    var exchange = wait.call().exchange();
    var until = talk.now().plus(wait.time());
    exchange.dispatch(SameThreadExecutor.INSTANCE, () -> problems.guard(wait.call(), () ->
        target.attempt(wait.time().isZero() || closed, responded -> {
          if (!responded) {
            park(wait, until, target);
          }
        })));
  }

  private void park(Wait wait, Instant until, PollTarget target) {
    if (!quota.take(wait.user())) {
      throw new ProblemException(429, "too_many_waiting", "At most " + quota.maxEach()
          + " requests per user and " + quota.max() + " in total may wait for messages");
    }
    var poll = new Poll(wait, until, target);
    poll.enter();
    wait.call().exchange().dispatch(
        SameThreadExecutor.INSTANCE, () -> problems.guard(wait.call(), poll::park));
  }

  /** Ends the waiting requests of a login that has ended; they take no more messages. */
  public void end(Tokens.Session session) {
    if (quota.isTaken(session.user())) {
      parked.stream().filter(poll -> session.equals(poll.session))
          .forEach(poll -> poll.wake(false));
    }
  }

  Problems problems() {
    return problems;
  }

  /** Returns the pool for work whose cost depends on the query and on the stored data. */
  public RequestPool searches() {
    return searches;
  }

  /** Returns the number of waiting requests. */
  public int waiting() {
    return (int) parked.stream().filter(poll -> poll.watch != null).count();
  }

  /** Ends all waits; each request responds with the messages it has. */
  public void close() {
    closed = true;
    parked.forEach(poll -> poll.wake(true));
  }

  /** A waiting request. */
  private final class Poll {
    private final Call call;
    private final HttpServerExchange exchange;
    private final UserId user;
    private final Tokens.@Nullable Session session;
    private final Instant until;
    private final PollTarget target;
    private final DisconnectWatch disconnect;
    private final AtomicBoolean isExpelled = new AtomicBoolean();
    private volatile Engine.@Nullable Watch watch;
    private Engine.@Nullable Watch presence;
    private volatile boolean left;

    Poll(Wait wait, Instant until, PollTarget target) {
      call = wait.call();
      exchange = call.exchange();
      user = wait.user();
      session = call.caller().session();
      this.until = until;
      this.target = target;
      disconnect = new DisconnectWatch(exchange);
    }

    /** Shows the user as online until the response is complete or the client disconnects. */
    private void enter() {
      try {
        presence = talk.delivery().waiting(user);
      } catch (RamTalkException e) {
        quota.leave(user);
        throw e;
      }
      parked.add(this);
      exchange.addExchangeCompleteListener((done, next) -> {
        leave();
        next.proceed();
      });
    }

    private void park() throws Exception {
      var rest = Duration.between(talk.now(), until);
      if (closed || rest.isZero() || rest.isNegative()) {
        attempt(true);
      } else if (isLoggedIn()) {
        var login = session == null ? rest : session.left();
        boolean endsFirst = login.compareTo(rest) < 0;
        watch = target.await(endsFirst ? login : rest,
            mail -> wake(() -> goOn(mail, !mail && !endsFirst)));
        disconnect.watch();
      }
    }

    /** Re-checks the request at once because its login or the server ends. */
    void wake(boolean isLast) {
      wake(() -> goOn(true, isLast));
    }

    /** Continues on the I/O thread of the exchange, or on a thread that may block. */
    private void wake(Problems.Step next) {
      call.execute(() -> problems.guard(call, next));
    }

    private void goOn(boolean isWorthLooking, boolean isLast) throws Exception {
      if (left || exchange.isResponseStarted() || !isLoggedIn()) {
        return;
      }
      disconnect.ignore();
      if (isWorthLooking || isLast || closed) {
        attempt(isLast || closed);
      } else {
        park();
      }
    }

    private void attempt(boolean isLast) throws Exception {
      try {
        target.attempt(isLast, responded -> {
          if (!responded && !left && !isLast) {
            park();
          }
        });
      } catch (UserNotFound e) {
        throw session == null ? e : Identity.tokenInvalid();
      }
    }

    /** Returns whether the client's login is still valid; if not, ends the request once. */
    private boolean isLoggedIn() {
      if (session == null || (!session.hasEnded() && session.touch())) {
        return true;
      }
      if (isExpelled.compareAndSet(false, true)) {
        disconnect.ignore();
        throw Identity.tokenInvalid();
      }
      return false;
    }

    private void leave() {
      left = true;
      if (parked.remove(this)) {
        quota.leave(user);
      }
      var listening = watch;
      if (listening != null) {
        listening.close();
      }
      var shown = presence;
      if (shown != null) {
        call.executeNow(shown::close);
      }
    }
  }
}
