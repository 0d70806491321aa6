package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import java.net.InetAddress;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings and shared state between one server's listener and its endpoints: host names,
 * identities, logins and rate limits.
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

  /** Closes the live connections and waiting requests of a login that has ended. */
  private void end(Tokens.Session session) {
    connections.end(session);
    polls.end(session);
  }

  Access access() {
    return access;
  }

  /** Returns the source of the cluster's status, or null without a cluster. */
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

  /** Returns the login by one-time codes, or null if it is off. */
  @Nullable Logins logins() {
    return logins;
  }

  /** Returns the SMS provider facade, or null if it is off. */
  @Nullable SmsProvider sms() {
    return sms;
  }

  /** Returns the bytes of logins, codes, rates and the SMS facade in the byte budget. */
  long bytes() {
    return limiter.count() * RateLimiter.BUCKET_BYTES
        + (codes == null ? 0 : codes.count() * OneTimeCodes.CODE_BYTES)
        + (tokens == null ? 0 : tokens.count() * Tokens.SESSION_BYTES)
        + (sms == null ? 0 : sms.bytes());
  }

  /** Accepts requests for the host names of an address and a port. */
  void listenOn(InetAddress address, int port) {
    hosts.listenOn(address, port);
  }

  /** Returns the clock that tests may move, or null. */
  @Nullable VirtualClock clock() {
    return clock;
  }

  /** Returns the faults that a test has planned; empty without test controls. */
  FaultPlan faults() {
    return faults;
  }

  /** Removes codes, rates and the messages sent by SMS. */
  void reset() {
    limiter.close();
    if (codes != null) {
      codes.clear();
    }
    if (sms != null) {
      sms.clear();
    }
  }

  /** Ends all logins of a user who has left. */
  void forget(UserId user) {
    if (tokens != null) {
      tokens.revokeAll(user);
    }
  }

  /** Releases expired codes, logins and rates. Called periodically. */
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

  /** Removes all codes, logins and rates. */
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
