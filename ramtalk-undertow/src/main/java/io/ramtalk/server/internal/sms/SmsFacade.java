package io.ramtalk.server.internal.sms;

import io.ramtalk.Mobile;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.access.Rule;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Route;
import io.ramtalk.server.internal.http.ServerExtension;
import java.util.List;

/**
 * The routes of an SMS provider, for applications under test. Every mobile number is a phone that
 * signs up on first use.
 */
public final class SmsFacade implements ServerExtension {
  private final SmsProvider provider;
  private final SmsEndpoint messages;
  private final VerifyEndpoint verify;

  public SmsFacade(SmsProvider provider, Bodies bodies) {
    this.provider = provider;
    messages = new SmsEndpoint(provider, bodies);
    verify = new VerifyEndpoint(provider, bodies);
  }

  /** Returns routes open to every caller: the provider authenticates each request itself. */
  @Override
  public List<Route> routes() {
    return List.of(
        Route.of("POST", SmsEndpoint.LIST, Rule.EVERYONE, messages::create),
        Route.of("GET", SmsEndpoint.LIST, Rule.EVERYONE, messages::list),
        Route.of("GET", SmsEndpoint.ONE, Rule.EVERYONE, messages::fetch),
        Route.of("POST", VerifyEndpoint.START, Rule.EVERYONE, verify::start),
        Route.of("POST", VerifyEndpoint.CHECK, Rule.EVERYONE, verify::check));
  }

  @Override
  public UserId user(Mobile mobile) {
    return provider.phones().phone(mobile.given());
  }

  @Override
  public long bytes() {
    return provider.bytes();
  }

  @Override
  public void reset() {
    provider.clear();
  }

  @Override
  public void sweep() {
    provider.verifications().sweep();
  }

  @Override
  public void close() {
    provider.close();
  }
}
