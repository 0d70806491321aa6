package io.ramtalk.server;

import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.SignUp;
import io.ramtalk.UserId;
import io.ramtalk.UserNotFound;

/**
 * Lets people in who can read what is sent to their number.
 *
 * <p>Whether a number is registered makes no difference until its code was given: both ways are
 * the same, in what they answer and in what they do.
 *
 * <p><b>Threads:</b> any number.
 */
final class Logins {
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
    limiter.take(RateLimit.CODES_PER_ADDRESS, from);
    limiter.take(RateLimit.CODES_PER_MOBILE, mobile.canonical());
    var code = codes.create(mobile);
    delivery.deliver(new CodeDelivery.Message(mobile.canonical(), code, OneTimeCodes.LIFE));
  }

  /** Logs the number of a profile in, and signs the profile up if the number is new. */
  LoggedIn logIn(ClientAddress from, Profile profile, String code) {
    var mobile = profile.check(talk.limits(), talk::parseMobile);
    limiter.take(RateLimit.FAILED_LOGINS_PER_ADDRESS, from);
    limiter.take(RateLimit.FAILED_LOGINS_PER_MOBILE, mobile.canonical());
    if (!codes.redeem(mobile, code)) {
      throw new RequestRefused(
          401, "code_wrong", "The code is wrong or no longer valid");
    }
    limiter.giveBack(RateLimit.FAILED_LOGINS_PER_ADDRESS, from);
    limiter.giveBack(RateLimit.FAILED_LOGINS_PER_MOBILE, mobile.canonical());
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

  /** Ends a login. */
  void logOut(Tokens.Session session) {
    tokens.revoke(session);
  }
}
