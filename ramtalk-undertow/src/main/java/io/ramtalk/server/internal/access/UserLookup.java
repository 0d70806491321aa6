package io.ramtalk.server.internal.access;

import io.ramtalk.InvalidInput;
import io.ramtalk.Mobile;
import io.ramtalk.RamTalk;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.UserNotFound;
import io.ramtalk.UserNotFound.Role;
import io.ramtalk.server.RateLimit;
import io.ramtalk.server.internal.wire.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the user that a request names by a user id or a mobile number.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> an id is only parsed; a number takes one search, and
 * one read of the caller's account to check whether the number is its own.
 */
public final class UserLookup {
  /* Only callers that may look up numbers may learn whether a number is registered. So on routes
   * for the user itself, a number is compared with the caller's own and never searched for: any
   * other number gets the same response, registered or not. Every search for another user's number
   * goes through searchFor. */
  private final RamTalk talk;
  private final RateLimiter limiter;

  public UserLookup(RamTalk talk, RateLimiter limiter) {
    this.talk = talk;
    this.limiter = limiter;
  }

  /**
   * Returns the user that a text names. A text that is neither an id nor a number is reported as an
   * unknown user.
   */
  public UserId find(Identity caller, String text, Role role) {
    return find(caller, parse(text), role);
  }

  /** Returns the user of a parsed text, as {@link #find(Identity, String, Role)} does. */
  public UserId find(Identity caller, UserReference user, Role role) {
    var id = user.id();
    return id == null
        ? find(caller, mobile(user, role)).map(User::id).orElseThrow(() -> notFound(role)) : id;
  }

  /** Returns the sender that a text names; never searches for another user's number. */
  public UserId findSender(Identity caller, String text) {
    var sender = parse(text);
    if (sender.id() != null) {
      return sender.id();
    }
    var mobile = mobile(sender, Role.SENDER);
    if (!caller.mayDoEverything() && !isOwn(caller, mobile)) {
      throw senderNotAllowed();
    }
    return find(caller, mobile).map(User::id).orElseThrow(() -> notFound(Role.SENDER));
  }

  /** Returns the user with a number, if it is registered. */
  public Optional<User> find(Identity caller, Mobile mobile) {
    var self = caller.user();
    return self != null && isOwn(caller, mobile)
        ? Optional.of(talk.user(self)) : searchFor(caller, mobile);
  }

  /** Rejects a caller that is neither the named user nor allowed to act for every user. */
  void requireActingFor(Identity caller, UserReference user) {
    if (!caller.mayDoEverything()) {
      caller.requireActingFor(isCaller(caller, user) ? caller.user() : null);
    }
  }

  /** Rejects a text that is neither an id nor a number, without reading any user. */
  public void requireReadable(UserReference user) {
    if (user.id() == null) {
      mobile(user, Role.USER);
    }
  }

  /** Parses an id or a mobile number; any other text gives a reference with the fault. */
  public UserReference parse(String text) {
    var id = id(text);
    if (id != null) {
      return new UserReference(id, null, null);
    }
    try {
      return new UserReference(null, mobile(text), null);
    } catch (InvalidInput e) {
      return new UserReference(null, null, e);
    }
  }

  private static @Nullable UserId id(String text) {
    try {
      return text.length() == UserId.TEXT_CHARS ? UserId.parse(text) : null;
    } catch (InvalidInput e) {
      return null;
    }
  }

  /** Parses a mobile number as for a sign-up. */
  public Mobile mobile(String text) {
    return talk.parseMobile(text);
  }

  private boolean isCaller(Identity caller, UserReference user) {
    return user.id() != null ? user.id().equals(caller.user())
        : user.mobile() != null && isOwn(caller, user.mobile());
  }

  private boolean isOwn(Identity caller, Mobile mobile) {
    var self = caller.user();
    try {
      return self != null
          && talk.user(self).mobile().canonical().equals(mobile.canonical());
    } catch (UserNotFound e) {
      return false;
    }
  }

  /**
   * Searches for a number, rate-limited: a caller that tries all numbers would learn their owners.
   */
  private Optional<User> searchFor(Identity caller, Mobile mobile) {
    var self = caller.user();
    if (self != null && !caller.mayDoEverything()) {
      limiter.take(RateLimit.LOOKUPS_PER_USER, self);
    }
    return talk.find(mobile.canonical());
  }

  /**
   * Returns the number. Of the texts that are not numbers, only one with an extension is reported
   * as invalid, since it looks right.
   */
  private static Mobile mobile(UserReference user, Role role) {
    var fault = user.fault();
    if (fault != null && fault.code().equals("mobile_extension")) {
      throw fault;
    }
    if (user.mobile() == null) {
      throw notFound(role);
    }
    return user.mobile();
  }

  public static ProblemException senderNotAllowed() {
    return new ProblemException(403, "sender_not_allowed", "from_id must be your own user id");
  }

  private static ProblemException notFound(Role role) {
    return switch (role) {
      case USER -> new ProblemException(404, "user_not_found", "User not found");
      case SENDER -> new ProblemException(404, "sender_not_found", "Sender not found");
      case TARGET -> new ProblemException(404, "target_not_found", "Target user not found");
    };
  }
}
