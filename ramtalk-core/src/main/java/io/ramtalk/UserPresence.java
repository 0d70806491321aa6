package io.ramtalk;

/**
 * A user in a list, as of the moment when the iteration reached it.
 *
 * @param user the profile
 * @param presence the presence of the user
 */
public record UserPresence(User user, Presence presence) {
  /** Returns a copy with its times that much earlier. */
  UserPresence earlier(long millis) {
    return millis == 0 ? this : new UserPresence(user, presence.earlier(millis));
  }
}
