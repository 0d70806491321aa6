package io.ramtalk;

import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Walks over the users of an engine as a stream. */
final class UserWalk {
  private UserWalk() {}

  /** Begins behind a user, or with the first. */
  static Stream<User> begin(Engine engine, @Nullable UserId after) {
    var walk = engine.users(after);
    if (walk == null) {
      throw new UserNotFound(UserNotFound.Role.USER, Objects.requireNonNull(after));
    }
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(walk, traits), false)
        .filter(user -> !Canary.is(user.id()));
  }
}
