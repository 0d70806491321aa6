package io.ramtalk.outside;

import io.ramtalk.engine.Account;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.Effects;
import io.ramtalk.engine.Engine;
import io.ramtalk.EngineContract;
import io.ramtalk.MessengerClosed;
import io.ramtalk.Mobile;
import io.ramtalk.SignUp;
import io.ramtalk.TooManyUsers;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.UserPresence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An engine that is written and tested with the public types alone. */
final class OutsideEngineTest extends EngineContract {
  @Override
  protected Engine newEngine() {
    return new OneLockEngine();
  }

  /** The simplest engine that is correct. */
  private static final class OneLockEngine implements Engine {
    private final Map<String, UserId> ids = new LinkedHashMap<>();
    private final Map<UserId, Account> accounts = new LinkedHashMap<>();
    private final Map<UserId, List<Runnable>> bells = new HashMap<>();
    private final Map<UserId, List<Runnable>> presenceBells = new HashMap<>();
    private Host host;
    private boolean closed;

    @Override
    public void open(Host newHost) {
      host = newHost;
    }

    @Override
    public synchronized SignUp register(Account account, int maxUsers) {
      checkOpen();
      var known = find(account.user().mobile());
      if (known != null) {
        return new SignUp(known, false);
      }
      if (accounts.size() >= maxUsers) {
        throw new TooManyUsers(maxUsers);
      }
      host.budget().reserve(account.bytes());
      ids.put(account.user().mobile().canonical(), account.user().id());
      accounts.put(account.user().id(), account);
      return new SignUp(account.user(), true);
    }

    @Override
    public boolean remove(UserId user) {
      var effects = new Effects();
      synchronized (this) {
        checkOpen();
        var account = accounts.remove(user);
        if (account == null) {
          return false;
        }
        ids.remove(account.user().mobile().canonical());
        host.budget().release(account.bytes());
        new Command.Delete(host.now()).applyTo(account, effects);
      }
      carryOut(user, effects);
      return true;
    }

    @Override
    public <R> R execute(UserId user, Command<R> command) {
      R answer;
      var effects = new Effects();
      synchronized (this) {
        checkOpen();
        var account = accounts.get(user);
        if (account == null) {
          return null;
        }
        long reserved = command.reserve(host.budget(), account);
        long before = account.bytes();
        answer = command.applyTo(account, effects);
        host.budget().release(reserved - (account.bytes() - before));
        if (account.nextTimer() != Long.MAX_VALUE) {
          host.timer(account.nextTimer(), () -> execute(user, new Command.Sweep(host.now())));
        }
      }
      carryOut(user, effects);
      return answer;
    }

    private void carryOut(UserId user, Effects effects) {
      host.react(effects);
      if (effects.hasNews()) {
        ring(bells, user);
      }
      if (effects.hasPresence()) {
        ring(presenceBells, user);
      }
    }

    private void ring(Map<UserId, List<Runnable>> ringing, UserId user) {
      List<Runnable> listeners;
      synchronized (this) {
        listeners = List.copyOf(ringing.getOrDefault(user, List.of()));
      }
      listeners.forEach(Runnable::run);
    }

    @Override
    public synchronized User find(Mobile mobile) {
      checkOpen();
      var id = ids.get(mobile.canonical());
      return id == null ? null : accounts.get(id).user();
    }

    @Override
    public synchronized Iterator<UserPresence> users(UserId after) {
      checkOpen();
      if (after != null && !accounts.containsKey(after)) {
        return null;
      }
      var users = new ArrayList<UserPresence>();
      accounts.values().forEach(account ->
          users.add(new Command.ShowListed().applyTo(account, new Effects())));
      int first = new ArrayList<>(accounts.keySet()).indexOf(after) + 1;
      return List.copyOf(users.subList(first, users.size())).iterator();
    }

    @Override
    public Watch watch(UserId user, Runnable bell) {
      return listen(bells, user, bell);
    }

    @Override
    public Watch watchPresence(UserId user, Runnable bell) {
      return listen(presenceBells, user, bell);
    }

    private synchronized Watch listen(
        Map<UserId, List<Runnable>> listeners, UserId user, Runnable bell) {
      checkOpen();
      listeners.computeIfAbsent(user, id -> new ArrayList<>()).add(bell);
      return () -> {
        synchronized (this) {
          listeners.getOrDefault(user, new ArrayList<>()).remove(bell);
        }
      };
    }

    @Override
    public synchronized Health health() {
      return closed ? Health.CLOSED : Health.READY;
    }

    @Override
    public void close() {
      List<UserId> listening;
      synchronized (this) {
        closed = true;
        accounts.values().forEach(account -> host.budget().release(account.bytes()));
        ids.clear();
        accounts.clear();
        listening = List.copyOf(bells.keySet());
      }
      listening.forEach(user -> ring(bells, user));
    }

    private void checkOpen() {
      if (closed) {
        throw new MessengerClosed();
      }
    }
  }
}
