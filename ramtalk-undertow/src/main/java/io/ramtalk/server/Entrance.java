package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import java.net.InetAddress;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything between the network and the endpoints of one server: what it is called, whom it knows,
 * who may log in, and how fast.
 *
 * <p><b>Threads:</b> any number.
 */
final class Entrance implements AutoCloseable {
  private final Access access;
  private final @Nullable Supplier<ClusterStatus> cluster;
  private final Hosts hosts;
  private final Origins origins;
  private final Proxies proxies;
  private final RateLimiter limiter;
  private final FaultPlan faults;
  private final Posting posting;
  private final Identities identities;
  private final LiveConnections connections;
  private final LongPolls polls;
  private final @Nullable CodeDelivery delivery;
  private final @Nullable SmsProvider sms;
  private final @Nullable VirtualClock clock;
  private @Nullable Tokens tokens;
  private @Nullable OneTimeCodes codes;
  private @Nullable Logins logins;

  Entrance(RamTalkServerBuilder settings, RamTalk talk, Proxies proxies,
      LiveConnections connections, LongPolls polls) {
    this.proxies = proxies;
    this.connections = connections;
    this.polls = polls;
    faults = connections.faults();
    access = settings.access();
    cluster = settings.cluster();
    clock = settings.testControls();
    delivery = settings.codeDelivery();
    hosts = new Hosts(settings.allowedHosts());
    origins = new Origins(settings.allowedOrigins(), proxies);
    LongSupplier now = () -> talk.now().toEpochMilli();
    limiter = new RateLimiter(settings.rates(), now, talk.budget());
    posting = new Posting(talk, limiter, faults);
    sms = settings.smsFacade() ? new SmsProvider(posting, settings.smsAccount(), faults,
        new CallbackTargets(settings.allowsNearCallbacks())) : null;
    identities = access == Access.OPEN ? Identities.OPEN : closed(settings, talk, now);
  }

  private Identities closed(RamTalkServerBuilder settings, RamTalk talk, LongSupplier now) {
    var sessions = new Tokens(talk.budget(), now, settings.lifetimes(), this::end,
        settings.sharedLogins());
    tokens = sessions;
    if (delivery != null) {
      codes = new OneTimeCodes(talk.budget(), now, settings.sharedLogins());
      logins = new Logins(
          talk, codes, sessions, limiter,
          new DelayedDelivery(talk, faults, new GuardedDelivery(delivery)));
    }
    return new TokenIdentities(sessions, settings.adminToken(), settings.authentication(),
        new TokenIdentities.Guesses(limiter, proxies));
  }

  /** Ends what came with a login that has ended. */
  private void end(Tokens.Session session) {
    connections.end(session);
    polls.end(session);
  }

  Access access() {
    return access;
  }

  /** Returns whom to ask how the cluster is; null if there is none. */
  @Nullable Supplier<ClusterStatus> cluster() {
    return cluster;
  }

  Gates gates() {
    return new Gates(hosts, origins, identities, posting.users());
  }

  Identities identities() {
    return identities;
  }

  Proxies proxies() {
    return proxies;
  }

  RateLimiter limiter() {
    return limiter;
  }

  Posting posting() {
    return posting;
  }

  /** Returns the way in by one-time codes, or null if there is none. */
  @Nullable Logins logins() {
    return logins;
  }

  /** Returns the stand-in for an SMS provider, or null if there is none. */
  @Nullable SmsProvider sms() {
    return sms;
  }

  /** Returns what logins, codes, rates and the SMS façade count against the byte budget. */
  long bytes() {
    return limiter.count() * RateLimiter.BUCKET_BYTES
        + (codes == null ? 0 : codes.count() * OneTimeCodes.CODE_BYTES)
        + (tokens == null ? 0 : tokens.count() * Tokens.SESSION_BYTES)
        + (sms == null ? 0 : sms.bytes());
  }

  /** Answers to the names of an address and a port from now on. */
  void listenOn(InetAddress address, int port) {
    hosts.listenOn(address, port);
  }

  /** Returns the clock that tests may move, or null if there is none. */
  @Nullable VirtualClock clock() {
    return clock;
  }

  /** Returns the faults that a test has planned; none are without its controls. */
  FaultPlan faults() {
    return faults;
  }

  /** Forgets codes, rates and what was sent by SMS. */
  void reset() {
    limiter.close();
    if (codes != null) {
      codes.clear();
    }
    if (sms != null) {
      sms.clear();
    }
  }

  /** Ends all logins of a user who left. */
  void forget(UserId user) {
    if (tokens != null) {
      tokens.revokeAll(user);
    }
  }

  /** Gives back what is kept of codes, logins and rates that are over. Called now and then. */
  void sweep() {
    limiter.sweep();
    if (sms != null) {
      sms.verifications().sweep();
    }
    if (codes != null) {
      codes.sweep();
    }
    if (tokens != null) {
      connections.touch(tokens);
      tokens.sweep();
    }
  }

  /** Forgets all codes, logins and rates. */
  @Override
  public void close() {
    limiter.close();
    if (sms != null) {
      sms.close();
    }
    if (codes != null) {
      codes.close();
    }
    if (tokens != null) {
      tokens.close();
    }
    if (delivery instanceof WebhookDelivery webhook) {
      webhook.close();
    }
  }
}
