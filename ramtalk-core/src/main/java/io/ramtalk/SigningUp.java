package io.ramtalk;

import io.ramtalk.engine.Account;
import io.ramtalk.engine.Engine;

/**
 * Registration of mobile numbers.
 *
 * <p><b>Threads:</b> any number.
 */
final class SigningUp {
  private final Engine engine;
  private final Limits limits;
  private final MonotonicClock monotonicClock;
  private final MobileParser mobiles;

  SigningUp(Engine engine, Limits limits, MonotonicClock monotonicClock, MobileParser mobiles) {
    this.engine = engine;
    this.limits = limits;
    this.monotonicClock = monotonicClock;
    this.mobiles = mobiles;
  }

  Mobile parse(String text) {
    return mobiles.parse(text);
  }

  SignUp signUp(Profile profile) {
    var mobile = parse(profile.mobile());
    var name = Text.checkName(profile.name(), limits.nameCharacters());
    var bytes = profile.image();
    var image = bytes == null ? null : Image.of(bytes, limits);
    var known = engine.find(mobile);
    if (known != null) {
      return new SignUp(known, false);
    }
    var since = monotonicClock.toInstant(monotonicClock.now());
    var user = new User(UserId.random(), mobile, name, image, since);
    return engine.register(new Account(user), limits.users());
  }
}
