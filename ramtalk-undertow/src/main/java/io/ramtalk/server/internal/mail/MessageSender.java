package io.ramtalk.server.internal.mail;

import io.ramtalk.Draft;
import io.ramtalk.MessageId;
import io.ramtalk.RamTalk;
import io.ramtalk.server.RateLimit;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.access.RateLimiter;
import io.ramtalk.server.internal.access.UserLookup;
import java.util.concurrent.CompletionStage;

/** Sends the messages of callers from all routes and transports, within their identity and rate. */
public final class MessageSender {
  private final RamTalk talk;
  private final UserLookup users;
  private final RateLimiter limiter;
  private final FaultPlan faults;

  public MessageSender(RamTalk talk, RateLimiter limiter, FaultPlan faults) {
    this.talk = talk;
    users = new UserLookup(talk, limiter);
    this.limiter = limiter;
    this.faults = faults;
  }

  public RamTalk messenger() {
    return talk;
  }

  /** Returns the lookup for the users that callers name. */
  public UserLookup users() {
    return users;
  }

  /** Sends a message; an operator may send as any user and without a rate limit. */
  public MessageId send(Identity caller, Draft draft) {
    admit(caller, draft);
    return talk.send(draft);
  }

  /** Sends a message like {@link #send}, without blocking this thread. */
  CompletionStage<MessageId> sendAsync(Identity caller, Draft draft) {
    admit(caller, draft);
    return talk.delivery().sendAsync(draft);
  }

  private void admit(Identity caller, Draft draft) {
    caller.requireStillLoggedIn();
    if (!caller.mayActFor(draft.from())) {
      throw UserLookup.senderNotAllowed();
    }
    faults.send();
    if (caller.kind() != Identity.Kind.ADMIN) {
      limiter.take(RateLimit.SENDS_PER_USER, draft.from());
    }
  }
}
