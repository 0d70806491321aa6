package io.ramtalk;

import io.ramtalk.engine.Engine;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The users of an engine as a stream. */
final class UserWalk {
  private UserWalk() {}

  /** Starts after a user, or with the first. */
  static Stream<UserPresence> begin(Engine engine, @Nullable UserId after,
      MonotonicClock monotonicClock) {
    var walk = engine.users(after);
    if (walk == null) {
      throw new UserNotFound(UserNotFound.Role.USER, Objects.requireNonNull(after));
    }
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(new Persons(walk, monotonicClock), traits), false);
  }

  /** The users without self-tests, with clock times. Cheaper than stages of the stream. */
  private static final class Persons implements Iterator<UserPresence> {
    private final Iterator<UserPresence> all;
    private final MonotonicClock monotonicClock;
    private @Nullable UserPresence next;

    Persons(Iterator<UserPresence> all, MonotonicClock monotonicClock) {
      this.all = all;
      this.monotonicClock = monotonicClock;
    }

    @Override
    public boolean hasNext() {
      while (next == null && all.hasNext()) {
        var listed = all.next();
        next = SelfTest.is(listed.user().id()) ? null : listed;
      }
      return next != null;
    }

    @Override
    public UserPresence next() {
      var listed = hasNext() ? next : null;
      if (listed == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return listed.earlier(monotonicClock.ahead());
    }
  }
}
