package io.ramtalk.server;

import io.ramtalk.Draft;
import io.ramtalk.MessageId;
import io.ramtalk.RamTalk;

/** Sends the messages of callers from all routes and transports, within their identity and rate. */
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

  /** Returns the lookup for the users that callers name. */
  UserLookup users() {
    return users;
  }

  /** Sends a message; an operator may send as any user and without a rate limit. */
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
