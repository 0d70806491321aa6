package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;
import java.util.Collection;

/**
 * What a request passes before its endpoint: is it for this server, does a page of another site
 * make it, who makes it, and may that one use the route.
 *
 * @param hosts the names of this server
 * @param origins the pages that may ask
 * @param identities how callers are known
 * @param users what finds the users that requests name
 */
record Gates(Hosts hosts, Origins origins, Identities identities, UserLookup users) {
  /** Lets in what is for this server. */
  void admit(HttpServerExchange exchange) {
    hosts.check(exchange);
    origins.admit(exchange);
  }

  /** Lets in who may use the route. */
  Call open(Route route, HttpServerExchange exchange, String id) {
    if (route.changes()) {
      origins.check(exchange);
    }
    if (route.rule() == Rule.EVERYONE) {
      return new Call(exchange, id, Identity.SILENT, users);
    }
    var caller = identities.of(exchange);
    route.rule().check(caller, id, users);
    return new Call(exchange, id, caller, users);
  }

  /** Answers a page that asks whether it may; false if that was not asked. */
  boolean answerPreflight(HttpServerExchange exchange, Collection<String> methods) {
    return origins.answerPreflight(exchange, methods);
  }
}
