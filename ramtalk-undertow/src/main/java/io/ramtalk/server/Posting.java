package io.ramtalk.server;

import io.ramtalk.Draft;
import io.ramtalk.MessageId;
import io.ramtalk.RamTalk;

/** Sends what callers hand in, by whichever door: as themselves, and no faster than allowed. */
final class Posting {
  private final RamTalk talk;
  private final UserLookup users;
  private final RateLimiter limiter;
  private final FaultPlan faults;

  Posting(RamTalk talk, RateLimiter limiter, FaultPlan faults) {
    this.talk = talk;
    users = new UserLookup(talk, limiter);
    this.limiter = limiter;
    this.faults = faults;
  }

  RamTalk messenger() {
    return talk;
  }

  /** Returns what finds the users that callers name. */
  UserLookup users() {
    return users;
  }

  /** Sends a message; who runs the server may send as everybody, and as fast as it likes. */
  MessageId send(Identity caller, Draft draft) {
    caller.requireStillLoggedIn();
    if (!caller.mayActFor(draft.from())) {
      throw UserLookup.senderNotAllowed();
    }
    faults.send();
    if (caller.kind() != Identity.Kind.ADMIN) {
      limiter.take(RateLimit.SENDS_PER_USER, draft.from());
    }
    return talk.send(draft);
  }
}
