package io.ramtalk.server.internal.http;

import io.ramtalk.server.internal.access.Hosts;
import io.ramtalk.server.internal.access.Identities;
import io.ramtalk.server.internal.access.Origins;
import io.ramtalk.server.internal.access.Rule;
import io.ramtalk.server.internal.access.UserLookup;
import io.undertow.server.HttpServerExchange;
import java.util.Collection;

/**
 * The checks before an endpoint: host name, origin, identity of the caller, and permission for the
 * route.
 *
 * @param hosts the host names of this server
 * @param origins the origins whose pages may call it
 * @param identities authenticates callers
 * @param users finds the users that requests name
 */
public record RequestFilters(Hosts hosts, Origins origins, Identities identities,
    UserLookup users) {
  /** Admits requests for this server from allowed origins. */
  void admit(HttpServerExchange exchange) {
    hosts.check(exchange);
    origins.admit(exchange);
  }

  /** Authenticates and authorizes a request for its route. */
  void authorize(Call call) {
    var route = call.route();
    if (route.changes()) {
      origins.check(call.exchange());
    }
    if (route.rule() != Rule.EVERYONE) {
      call.authenticate(identities.of(call.exchange()));
      call.require(route.rule());
    }
  }

  /** Responds to a CORS preflight request; returns false if the request is not one. */
  boolean respondToPreflight(HttpServerExchange exchange, Collection<String> methods) {
    return origins.respondToPreflight(exchange, methods);
  }
}
