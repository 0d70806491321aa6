package io.ramtalk.cli.internal.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A login at a server.
 *
 * @param token the bearer token
 * @param userId the user id
 * @param mobile the mobile number, as entered at the login
 */
public record Session(String token, String userId, String mobile) {
  private static final int MAX_USER_ID_CHARS = 64;
  private static final int MAX_MOBILE_CHARS = 64;

  /** Creates a session from a response or a file, or returns null if it is incomplete. */
  public static @Nullable Session of(Map<String, String> members, String mobile) {
    var token = members.getOrDefault("token", "");
    var userId = members.getOrDefault("user_id", "");
    boolean whole = Token.isToken(token) && !userId.isEmpty()
        && userId.length() <= MAX_USER_ID_CHARS && mobile.length() <= MAX_MOBILE_CHARS;
    return whole ? new Session(token, userId, mobile) : null;
  }

  /** Returns number and id without the token. */
  @Override
  public String toString() {
    return mobile + " (" + userId + ")";
  }
}
