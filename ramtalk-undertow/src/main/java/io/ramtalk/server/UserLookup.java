package io.ramtalk.server;

import io.ramtalk.InvalidInput;
import io.ramtalk.Mobile;
import io.ramtalk.RamTalk;
import io.ramtalk.User;
import io.ramtalk.UserId;
import io.ramtalk.UserNotFound;
import io.ramtalk.UserNotFound.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the user that a request names: by a user id, or by a mobile number in any other text.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> an id is only parsed; a number is one search by
 * number, and one of the caller's account to see whether it is its own.
 */
final class UserLookup {
  /* Whether a number is registered is known to those who may look numbers up. So where a route is
   * for the user itself, a number is compared with the caller's own and never searched for: the
   * response to any other number is the same, registered or not. Every search for the number of
   * somebody else goes through searchFor. */
  private final RamTalk talk;
  private final RateLimiter limiter;

  UserLookup(RamTalk talk, RateLimiter limiter) {
    this.talk = talk;
    this.limiter = limiter;
  }

  /**
   * Returns the user that a text names. A text that is neither an id nor a number names nobody,
   * which is what the client is told.
   */
  UserId find(Identity caller, String text, Role role) {
    var id = id(text);
    return id == null
        ? find(caller, mobile(text, role)).map(User::id).orElseThrow(() -> notFound(role)) : id;
  }

  /** Returns the sender that a text names; the number of somebody else is not searched for. */
  UserId findSender(Identity caller, String text) {
    var id = id(text);
    if (id != null) {
      return id;
    }
    var mobile = mobile(text, Role.SENDER);
    if (!caller.mayDoEverything() && !isOwn(caller, mobile)) {
      throw senderNotAllowed();
    }
    return find(caller, mobile).map(User::id).orElseThrow(() -> notFound(Role.SENDER));
  }

  /** Returns the user that has a number, if there is one. */
  Optional<User> find(Identity caller, Mobile mobile) {
    var self = caller.user();
    return self != null && isOwn(caller, mobile)
        ? Optional.of(talk.user(self)) : searchFor(caller, mobile);
  }

  /** Refuses a caller that is not the user that a text names, and may not act for everybody. */
  void requireActingFor(Identity caller, String text) {
    if (!caller.mayDoEverything()) {
      caller.requireKnown();
      caller.requireActingFor(isCaller(caller, text) ? caller.user() : null);
    }
  }

  /** Refuses a text that is neither an id nor a number, which takes no look at any user. */
  void requireReadable(String text) {
    if (id(text) == null) {
      mobile(text, Role.USER);
    }
  }

  /** Returns the id that a text is; null if it is not one. */
  static @Nullable UserId id(String text) {
    try {
      return text.length() == UserId.TEXT_CHARS ? UserId.parse(text) : null;
    } catch (InvalidInput e) {
      return null;
    }
  }

  /** Reads a mobile number as a sign-up does. */
  Mobile mobile(String text) {
    return talk.parseMobile(text);
  }

  private boolean isCaller(Identity caller, String text) {
    var id = id(text);
    try {
      return id == null ? isOwn(caller, mobile(text)) : id.equals(caller.user());
    } catch (InvalidInput e) {
      return false;
    }
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

  /** Without a limit, a caller that tries all numbers would learn who has which of them. */
  private Optional<User> searchFor(Identity caller, Mobile mobile) {
    var self = caller.user();
    if (self != null && !caller.mayDoEverything()) {
      limiter.take(RateLimit.LOOKUPS_PER_USER, self);
    }
    return talk.find(mobile.canonical());
  }

  /** Reads a number. Only one with an extension is said to be wrong, since it looks right. */
  private Mobile mobile(String text, Role role) {
    try {
      return mobile(text);
    } catch (InvalidInput e) {
      throw e.code().equals("mobile_extension") ? e : notFound(role);
    }
  }

  static RequestRefused senderNotAllowed() {
    return new RequestRefused(403, "sender_not_allowed", "from_id is somebody else");
  }

  private static RequestRefused notFound(Role role) {
    return switch (role) {
      case USER -> new RequestRefused(404, "user_not_found", "User not found");
      case SENDER -> new RequestRefused(404, "sender_not_found", "Sender not found");
      case TARGET -> new RequestRefused(404, "target_not_found", "Target user not found");
    };
  }
}
