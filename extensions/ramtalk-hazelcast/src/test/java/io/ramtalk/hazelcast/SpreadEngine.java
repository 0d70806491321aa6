package io.ramtalk.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import io.ramtalk.engine.Account;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import io.ramtalk.Mobile;
import io.ramtalk.SignUp;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.UserPresence;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The engines of all members as one engine. Calls run on the first member, where they block or are
 * submitted, or on each member in turn. Doorbells ring on the first member, with a short delay
 * after a call on another member.
 */
final class SpreadEngine implements Engine {
  private final String space;
  private final List<HazelcastEngine> engines;
  private final HazelcastInstance member;
  private final Mode mode;
  private final AtomicInteger calls = new AtomicInteger();

  SpreadEngine(String space, List<HazelcastEngine> engines, HazelcastInstance member, Mode mode) {
    this.mode = mode;
    this.space = space;
    this.engines = engines;
    this.member = member;
  }

  /** How commands are executed. */
  enum Mode { BLOCKING, SUBMITTED, SPREAD }

  private HazelcastEngine any() {
    return engines.get(mode == Mode.SPREAD
        ? Math.floorMod(calls.getAndIncrement(), engines.size()) : 0);
  }

  @Override
  public void open(Host host) {
    engines.forEach(engine -> engine.open(host));
  }

  @Override
  public SignUp register(Account account, int maxUsers) {
    return any().register(account, maxUsers);
  }

  @Override
  public boolean remove(UserId user) {
    return any().remove(user);
  }

  @Override
  public <R> R execute(UserId user, Command<R> command) {
    return mode == Mode.SUBMITTED ? join(submit(user, command)) : any().execute(user, command);
  }

  private static <R> R join(CompletionStage<R> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  @Override
  public <R> CompletionStage<R> submit(UserId user, Command<R> command) {
    return any().submit(user, command);
  }

  @Override
  public void executeLater(UserId user, Command<?> command, Collection<UserId> others) {
    if (mode == Mode.SPREAD) {
      execute(user, command);
    } else {
      engines.get(0).executeLater(user, command, others);
    }
  }

  @Override
  public User find(Mobile mobile) {
    return any().find(mobile);
  }

  @Override
  public Iterator<UserPresence> users(UserId after) {
    return any().users(after);
  }

  @Override
  public Watch watch(UserId user, Runnable bell) {
    return engines.get(0).watch(user, bell);
  }

  @Override
  public Watch watchPresence(UserId user, Runnable bell) {
    return engines.get(0).watchPresence(user, bell);
  }

  @Override
  public String epoch() {
    return any().epoch();
  }

  @Override
  public UUID member() {
    return engines.get(0).member();
  }

  @Override
  public Health health() {
    return any().health();
  }

  @Override
  public void close() {
    boolean first = engines.get(0).health() != Health.CLOSED;
    engines.forEach(HazelcastEngine::close);
    if (first) {
      for (var map : List.of(ClusterConfig.ACCOUNTS, ClusterConfig.NUMBERS, ClusterConfig.PLACES,
          ClusterConfig.REGISTER)) {
        member.getMap(map + space).destroy();
      }
      member.getTopic(ClusterConfig.HINTS + space).destroy();
    }
  }
}
