package io.ramtalk.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.engine.Account;
import io.ramtalk.engine.AccountCodec;
import io.ramtalk.engine.AnswerCodec;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.Effects;
import io.ramtalk.engine.Engine;
import io.ramtalk.EngineUnavailable;
import io.ramtalk.MessageId;
import io.ramtalk.Mobile;
import io.ramtalk.SignUp;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.UserPresence;
import java.util.AbstractMap.SimpleEntry;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;

/**
 * An engine that runs the processors of a cluster on accounts and their copies, without a cluster.
 * The test decides when, how often and whether each call runs.
 */
final class StepEngine implements Engine {
  private static final int COUNTER_BITS = 20;

  private final Map<UserId, Home> homes = new HashMap<>();
  private final Tamper tamper;
  private long calls;
  private Host host;

  StepEngine(Tamper tamper) {
    this.tamper = tamper;
  }

  /** An account and its copy. */
  private static final class Home {
    private SimpleEntry<UUID, StoredAccount> first;
    private SimpleEntry<UUID, StoredAccount> copy;

    Home(UUID user, Account account) {
      var bytes = AccountCodec.encode(account);
      first = new SimpleEntry<>(user, new StoredAccount(AccountCodec.decode(bytes), 0));
      copy = new SimpleEntry<>(user, new StoredAccount(AccountCodec.decode(bytes), 0));
    }
  }

  /** An interceptor that makes a call or reports that the outcome of the call is unknown. */
  interface Tamper {
    <R> R see(Call<R> call);
  }

  /** One command on one account, which may run several times. */
  final class Call<R> {
    private final UserId user;
    private final Command<R> command;
    private final long number = ++calls;

    private Call(UserId user, Command<R> command) {
      this.user = user;
      this.command = command;
    }

    R make(boolean repeated) {
      var home = homes.get(user);
      if (home == null) {
        return null;
      }
      var step = new CommandProcessor(
          command, new CommandProcessor.Caller("", new UUID(0, 1), number, repeated));
      var outcome = step.process(home.first);
      var echo = step.getBackupProcessor();
      if (echo != null) {
        echo.process(home.copy);
      }
      return AnswerCodec.decode(command, outcome.answer());
    }

    boolean isOffer() {
      return command instanceof Command.Offer;
    }

    @Override
    public String toString() {
      return command instanceof Command.Offer offer ? "Offer " + offer.message().id()
          : command instanceof Command.BeginSend begin ? "Begin " + begin.id()
          : command.toString();
    }
  }

  @Override
  public <R> R execute(UserId user, Command<R> command) {
    try {
      return tamper.see(new Call<>(user, withId(command)));
    } catch (EngineUnavailable e) {
      if (command instanceof Command.EndSend) {
        return null; // the response to this command is unused
      }
      throw e;
    }
  }

  @SuppressWarnings("unchecked") // the new command has the same type
  private <R> Command<R> withId(Command<R> command) {
    return command instanceof Command.BeginSend send
        ? (Command<R>) new Command.BeginSend(new MessageId(send.now() << COUNTER_BITS | ++calls),
            send.to(), send.idempotencyKey(), send.timed(), send.now(), send.maxReceipts(),
            send.maxIds())
        : command;
  }

  /** Checks that accounts and copies agree, and swaps them. */
  void failOver() {
    for (var home : homes.values()) {
      var account = home.first.getValue().account();
      var copy = home.copy.getValue().account();
      var receipts = new Command.ShowReceipts();
      assertThat(receipts.applyTo(copy, new Effects()))
          .isEqualTo(receipts.applyTo(account, new Effects()));
      assertThat(copy.bytes()).isEqualTo(account.bytes());
      var before = home.first;
      home.first = home.copy;
      home.copy = before;
    }
  }

  @Override
  public void open(Host newHost) {
    host = newHost;
  }

  @Override
  public SignUp register(Account account, int maxUsers) {
    homes.put(account.user().id(), new Home(account.user().id().uuid(), account));
    return new SignUp(account.user(), true);
  }

  @Override
  public boolean remove(UserId user) {
    return homes.remove(user) != null;
  }

  @Override
  public User find(Mobile mobile) {
    return null; // every sign-up creates a new user
  }

  @Override
  public Iterator<UserPresence> users(UserId after) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Watch watch(UserId user, Runnable bell) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Watch watchPresence(UserId user, Runnable bell) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Health health() {
    return host == null ? Health.CLOSED : Health.READY;
  }

  @Override
  public void close() {
    host = null;
  }
}
