package io.ramtalk.server.internal.access;

import io.ramtalk.Profile;
import io.ramtalk.RamTalk;
import io.ramtalk.SignUp;
import io.ramtalk.UserId;
import io.ramtalk.UserNotFound;
import io.ramtalk.server.CodeDelivery;
import io.ramtalk.server.RateLimit;
import io.ramtalk.server.internal.wire.ProblemException;
import java.util.List;

/**
 * Logs users in with a one-time code that is sent to their number.
 *
 * <p>Before its code is redeemed, a registered number cannot be told from a new one: both take the
 * same steps and get the same responses.
 *
 * <p><b>Threads:</b> any number.
 */
public final class Logins {
  /* A wrong guess always counts against its address, but against the number only if it used an
   * attempt of a code. Otherwise a stranger without a code could lock out the owner of the number.
   * The attempts limit how many guesses can race past the check before they are counted. Limits
   * that many callers share come last, so that a request rejected by an earlier limit does not use
   * them up. */
  private static final String ALL = "";

  private final RamTalk talk;
  private final OneTimeCodes codes;
  private final Tokens tokens;
  private final RateLimiter limiter;
  private final CodeDelivery delivery;

  public Logins(RamTalk talk, OneTimeCodes codes, Tokens tokens, RateLimiter limiter,
      CodeDelivery delivery) {
    this.talk = talk;
    this.codes = codes;
    this.tokens = tokens;
    this.limiter = limiter;
    this.delivery = delivery;
  }

  /** A successful login, perhaps the first of its user. */
  public record LoggedIn(SignUp signUp, Tokens.Issued token) {}

  /** Sends a code to a number. */
  public void sendCode(ClientAddress from, String given) {
    var mobile = talk.parseMobile(given);
    var network = from.network();
    limiter.take(RateLimit.CODES_PER_ADDRESS, from);
    limiter.take(RateLimit.CODES_PER_NETWORK, network);
    limiter.take(RateLimit.CODES_PER_MOBILE, mobile.canonical());
    limiter.take(RateLimit.CODES_IN_ALL, ALL);
    var code = codes.create(mobile, network);
    delivery.deliver(new CodeDelivery.Message(mobile.canonical(), code, OneTimeCodes.LIFE));
  }

  /** Logs in the number of a profile; registers the profile if the number is new. */
  public LoggedIn logIn(ClientAddress from, Profile profile, String code) {
    var mobile = profile.check(talk.limits(), talk::parseMobile);
    limiter.take(RateLimit.FAILED_LOGINS_PER_ADDRESS, from);
    limiter.check(RateLimit.FAILED_LOGINS_PER_MOBILE, mobile.canonical());
    var guess = codes.redeem(mobile, code);
    limiter.count(RateLimit.FAILED_LOGINS_PER_MOBILE, mobile.canonical(),
        guess == OneTimeCodes.Guess.WRONG ? 1 : 0);
    if (guess != OneTimeCodes.Guess.RIGHT) {
      throw new ProblemException(
          401, "code_wrong", "The code is wrong or has expired");
    }
    limiter.giveBack(RateLimit.FAILED_LOGINS_PER_ADDRESS, from);
    var signUp = talk.signUp(profile);
    return new LoggedIn(signUp, issue(signUp.user().id()));
  }

  /** Issues a token for a user, unless the account is deleted at the same time. */
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
  public List<Tokens.Login> of(Identity caller) {
    var user = caller.user();
    return user == null ? List.of() : tokens.logins(user, caller.session());
  }

  /** Ends all logins of a caller, including the current one. */
  public void logOutEverywhere(Identity caller) {
    if (caller.user() != null) {
      tokens.revokeAll(caller.user());
    }
  }

  /** Ends one login of a caller; rejects an unknown id. */
  public void logOut(Identity caller, String id) {
    if (caller.user() == null || !tokens.revoke(caller.user(), id)) {
      throw new ProblemException(404, "login_not_found", "You have no login with this id");
    }
  }

  /** Ends a login. */
  public void logOut(Tokens.Session session) {
    tokens.revoke(session);
  }
}
