package io.ramtalk;

/**
 * A user in a list, as it stood when the walk came to it.
 *
 * @param user the profile
 * @param presence whether the user is there
 */
public record Listed(User user, Presence presence) {
  /** Returns this with its times that much earlier. */
  Listed earlier(long millis) {
    return millis == 0 ? this : new Listed(user, presence.earlier(millis));
  }
}
