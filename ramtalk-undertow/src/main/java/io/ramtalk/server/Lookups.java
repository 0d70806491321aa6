package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.ramtalk.User;
import java.util.Optional;

/**
 * Looks mobile numbers up on behalf of callers, no faster than {@link RateLimit#LOOKUPS_PER_USER}.
 * Without a limit, someone who tries all numbers would learn who has which of them, although others
 * see no more than their last two digits.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> one look into a map.
 */
final class Lookups {
  private final RamTalk talk;
  private final RateLimiter limiter;

  Lookups(RamTalk talk, RateLimiter limiter) {
    this.talk = talk;
    this.limiter = limiter;
  }

  /**
   * Finds the user with a number. Whether there is one or not, this is one look-up, unless it is
   * the caller's own number.
   *
   * @throws RequestRefused 429 if the caller has looked up too many numbers
   * @throws io.ramtalk.InvalidInput if the text is not a mobile number
   */
  Optional<User> find(Identity caller, String mobile) {
    var user = caller.user();
    if (caller.mayDoEverything() || user == null) {
      return talk.find(mobile);
    }
    limiter.take(RateLimit.LOOKUPS_PER_USER, user);
    var found = talk.find(mobile);
    if (found.isPresent() && found.get().id().equals(user)) {
      limiter.giveBack(RateLimit.LOOKUPS_PER_USER, user);
    }
    return found;
  }
}
