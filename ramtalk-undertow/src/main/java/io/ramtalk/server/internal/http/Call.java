package io.ramtalk.server.internal.http;

import io.ramtalk.UserId;
import io.ramtalk.UserNotFound.Role;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.access.Proxies;
import io.ramtalk.server.internal.access.Rule;
import io.ramtalk.server.internal.access.UserLookup;
import io.ramtalk.server.internal.access.UserReference;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;

/**
 * A request that has found its route. The user in the path is parsed once, when the access rule or
 * the endpoint first needs it.
 *
 * <p><b>Threads:</b> those of the request, one at a time.
 */
public final class Call {
  private final HttpServerExchange exchange;
  private final Route route;
  private final String id;
  private final UserLookup users;
  private final Workers workers;
  private Identity caller = Identity.SILENT;
  private @Nullable UserReference reference;
  private @Nullable RequestTrace trace;

  /**
   * Creates a call whose caller has not authenticated.
   *
   * @param exchange the request and its response
   * @param route the route of the request
   * @param id the {@code {id}} of the path, {@code ""} if the route has none
   * @param users finds the users that the request names
   * @param workers runs the tasks of the request
   */
  public Call(HttpServerExchange exchange, Route route, String id, UserLookup users,
      Workers workers) {
    this.exchange = exchange;
    this.route = route;
    this.id = id;
    this.users = users;
    this.workers = workers;
  }

  /** Sets the caller, who has authenticated in the request or, on a WebSocket, after it. */
  public void authenticate(Identity newCaller) {
    caller = newCaller;
  }

  /** Rejects a caller who may not use a route with this rule. */
  public void require(Rule rule) {
    rule.check(caller, this::reference, users);
  }

  /** Continues this request later: on a thread that may block, or on its I/O thread. */
  public void execute(Runnable task) {
    workers.execute(exchange, task);
  }

  /** Continues this request: on a thread that may block if there is one, and otherwise at once. */
  public void executeNow(Runnable task) {
    workers.execute(task);
  }

  /** Returns the serial executor of a live connection that begins with this request. */
  public SerialExecutor executor(XnioIoThread thread) {
    return workers.executor(thread);
  }

  /** Returns the log's view of this request; always the same. */
  RequestTrace trace(Proxies proxies) {
    var known = trace;
    if (known == null) {
      known = new RequestTrace(
          exchange.getRequestMethod().toString(), route.template(), proxies.origin(exchange));
      trace = known;
    }
    return known;
  }

  public HttpServerExchange exchange() {
    return exchange;
  }

  Route route() {
    return route;
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
