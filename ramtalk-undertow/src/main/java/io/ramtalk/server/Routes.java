package io.ramtalk.server;

import io.ramtalk.RamTalk;
import java.util.List;

/** The table of all routes. */
final class Routes {
  private Routes() {}

  static List<Router.Route> of(RamTalk talk, Problems problems) {
    return List.of(
        new Router.Route("POST", "/signup", new SignUpEndpoint(talk, problems)),
        new Router.Route("POST", "/send", new SendEndpoint(talk, problems)),
        new Router.Route("GET", "/receive/{id}", new ReceiveEndpoint(talk)),
        new Router.Route("GET", "/users", new UsersEndpoint(talk)),
        new Router.Route("GET", "/livez", new LivezEndpoint()));
  }
}
