package io.ramtalk.server;

import io.ramtalk.engine.Account;
import io.ramtalk.engine.Command;
import io.ramtalk.engine.Engine;
import io.ramtalk.Mobile;
import io.ramtalk.Presence;
import io.ramtalk.SignUp;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.UserPresence;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** An engine with an endless list of users that counts the users read. */
final class EndlessUsers implements Engine {
  /** Maximum bytes of one user on the wire: 92, plus a share of the chunk framing. */
  static final int BYTES_PER_USER = 93;

  private final AtomicLong walked = new AtomicLong();
  private final long failsAfter;
  private final User user =
      new User(UserId.random(), Mobile.parse("01711111111"), "Ana", null, Instant.EPOCH);

  EndlessUsers() {
    this(Long.MAX_VALUE);
  }

  /** Creates an engine that fails after the given number of users. */
  EndlessUsers(long failsAfter) {
    this.failsAfter = failsAfter;
  }

  long walked() {
    return walked.get();
  }

  @Override
  public void open(Host host) {}

  @Override
  public Iterator<UserPresence> users(UserId after) {
    return Stream.generate(() -> new UserPresence(user, new Presence(false, null)))
        .peek(each -> count()).iterator();
  }

  private void count() {
    if (walked.incrementAndGet() > failsAfter) {
      throw new IllegalStateException("Over " + failsAfter + " users");
    }
  }

  @Override
  public SignUp register(Account account, int maxUsers) {
    return new SignUp(user, false);
  }

  @Override
  public boolean remove(UserId id) {
    return false;
  }

  @Override
  public <R> R execute(UserId id, Command<R> command) {
    return null;
  }

  @Override
  public User find(Mobile mobile) {
    return user;
  }

  @Override
  public Watch watchPresence(UserId id, Runnable bell) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Watch watch(UserId id, Runnable bell) {
    return () -> { };
  }

  @Override
  public Health health() {
    return Health.READY;
  }

  @Override
  public void close() {}
}
