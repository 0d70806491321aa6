package io.ramtalk.server.internal.http;

import io.ramtalk.UserId;
import io.ramtalk.UserNotFound.Role;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.access.Rule;
import io.ramtalk.server.internal.access.UserLookup;
import io.ramtalk.server.internal.access.UserReference;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/**
 * A request with its route and its caller. The user in the path is parsed once, when the access
 * rule or the endpoint first needs it.
 *
 * <p><b>Threads:</b> those of the request, one at a time.
 */
public final class Call {
  private final HttpServerExchange exchange;
  private final String id;
  private final Identity caller;
  private final UserLookup users;
  private @Nullable UserReference reference;

  /**
   * Creates a call.
   *
   * @param exchange the request and its response
   * @param id the {@code {id}} of the path, {@code ""} if the route has none
   * @param caller the user who makes the request
   * @param users finds the users that the request names
   */
  public Call(HttpServerExchange exchange, String id, Identity caller, UserLookup users) {
    this.exchange = exchange;
    this.id = id;
    this.caller = caller;
    this.users = users;
  }

  /** Returns this call with a caller who has authenticated after the request. */
  public Call by(Identity lateCaller) {
    var call = new Call(exchange, id, lateCaller, users);
    call.reference = reference;
    return call;
  }

  /** Rejects a caller who may not use a route with this rule. */
  public void require(Rule rule) {
    rule.check(caller, this::reference, users);
  }

  public HttpServerExchange exchange() {
    return exchange;
  }

  public String id() {
    return id;
  }

  public Identity caller() {
    return caller;
  }

  public UserLookup users() {
    return users;
  }

  /** Returns the {@code {id}} of the path as the user that it names. */
  public UserReference reference() {
    var known = reference;
    if (known == null) {
      known = users.parse(id);
      reference = known;
    }
    return known;
  }

  /** Returns the user of the path; rejects an unknown one. */
  public UserId user() {
    return users.find(caller, reference(), Role.USER);
  }

  /** Returns the user that another text of the request names by id or number. */
  public UserId find(String text, Role role) {
    return users.find(caller, text, role);
  }
}
