package io.ramtalk.server;

import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.SignUp;
import io.ramtalk.UserId;
import io.ramtalk.UserNotFound;
import java.util.List;

/**
 * Lets people in who can read what is sent to their number.
 *
 * <p>Whether a number is registered makes no difference until its code was given: both ways are
 * the same, in what they answer and in what they do.
 *
 * <p><b>Threads:</b> any number.
 */
final class Logins {
  /* A wrong guess counts against its address in any case, and against the number only if it took
   * an attempt of a code: otherwise a stranger who never saw a code could lock the owner of a
   * number out. The attempts bound how many guesses can race past the check before they are
   * counted. The limits that count many people together come last, so that what an earlier one
   * rejects does not use them up. */
  private static final String ALL = "";

  private final RamTalk talk;
  private final OneTimeCodes codes;
  private final Tokens tokens;
  private final RateLimiter limiter;
  private final CodeDelivery delivery;

  Logins(RamTalk talk, OneTimeCodes codes, Tokens tokens, RateLimiter limiter,
      CodeDelivery delivery) {
    this.talk = talk;
    this.codes = codes;
    this.tokens = tokens;
    this.limiter = limiter;
    this.delivery = delivery;
  }

  /** Somebody who has just logged in, perhaps for the first time. */
  record LoggedIn(SignUp signUp, Tokens.Issued token) {}

  /** Sends a code to a number. */
  void sendCode(ClientAddress from, String given) {
    var mobile = talk.parseMobile(given);
    var network = from.network();
    limiter.take(RateLimit.CODES_PER_ADDRESS, from);
    limiter.take(RateLimit.CODES_PER_NETWORK, network);
    limiter.take(RateLimit.CODES_PER_MOBILE, mobile.canonical());
    limiter.take(RateLimit.CODES_IN_ALL, ALL);
    var code = codes.create(mobile, network);
    delivery.deliver(new CodeDelivery.Message(mobile.canonical(), code, OneTimeCodes.LIFE));
  }

  /** Logs the number of a profile in, and signs the profile up if the number is new. */
  LoggedIn logIn(ClientAddress from, Profile profile, String code) {
    var mobile = profile.check(talk.limits(), talk::parseMobile);
    limiter.take(RateLimit.FAILED_LOGINS_PER_ADDRESS, from);
    limiter.check(RateLimit.FAILED_LOGINS_PER_MOBILE, mobile.canonical());
    var guess = codes.redeem(mobile, code);
    limiter.count(RateLimit.FAILED_LOGINS_PER_MOBILE, mobile.canonical(),
        guess == OneTimeCodes.Guess.WRONG ? 1 : 0);
    if (guess != OneTimeCodes.Guess.RIGHT) {
      throw new RequestRefused(
          401, "code_wrong", "The code is wrong or no longer valid");
    }
    limiter.giveBack(RateLimit.FAILED_LOGINS_PER_ADDRESS, from);
    var signUp = talk.signUp(profile);
    return new LoggedIn(signUp, issue(signUp.user().id()));
  }

  /** Logs a user in, unless the account is deleted at the same time. */
  private Tokens.Issued issue(UserId user) {
    var token = tokens.issue(user);
    try {
      talk.user(user);
    } catch (UserNotFound e) {
      tokens.revokeAll(user);
      throw e;
    }
    return token;
  }

  /** Returns the logins of a caller, oldest first. */
  List<Tokens.Login> of(Identity caller) {
    var user = caller.user();
    return user == null ? List.of() : tokens.logins(user, caller.session());
  }

  /** Ends all logins of a caller, also the one that asks. */
  void logOutEverywhere(Identity caller) {
    if (caller.user() != null) {
      tokens.revokeAll(caller.user());
    }
  }

  /** Ends one login of a caller; refuses an id that none of them has. */
  void logOut(Identity caller, String id) {
    if (caller.user() == null || !tokens.revoke(caller.user(), id)) {
      throw new RequestRefused(404, "login_not_found", "No login of yours has that id");
    }
  }

  /** Ends a login. */
  void logOut(Tokens.Session session) {
    tokens.revoke(session);
  }
}
