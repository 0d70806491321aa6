package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.ramtalk.server.Router.Route;
import java.util.List;

/** The table of all routes. */
final class Routes {
  private Routes() {}

  static List<Route> of(
      RamTalk talk, Bodies bodies, LongPolls polls, LiveConnections connections) {
    var receive = new ReceiveEndpoint(talk, polls);
    var user = new UserEndpoint(talk, bodies);
    var image = new ImageEndpoint(talk, bodies);
    return List.of(
        new Route("POST", "/signup", new SignUpEndpoint(talk, bodies)),
        new Route("GET", "/users", new UsersEndpoint(talk)),
        new Route("GET", "/users/{id}", user::show),
        new Route("PATCH", "/users/{id}", user::change),
        new Route("POST", "/users/{id}", user::change),
        new Route("DELETE", "/users/{id}", user::delete),
        new Route("GET", "/users/{id}/image", image::show),
        new Route("PUT", "/users/{id}/image", image::replace),
        new Route("DELETE", "/users/{id}/image", image::remove),
        new Route("POST", "/send", new SendEndpoint(talk, bodies)),
        new Route("GET", "/receive/{id}", receive),
        new Route("POST", "/receive/{id}", receive),
        new Route("POST", "/receive/{id}/ack", LeaseEndpoint.acknowledge(talk, bodies)),
        new Route("POST", "/receive/{id}/release", LeaseEndpoint.release(talk, bodies)),
        new Route("GET", "/inbox/{id}", new InboxEndpoint(talk)),
        new Route("GET", "/sent/{id}", new SentEndpoint(talk)),
        new Route("POST", "/read/{id}", new ReadEndpoint(talk, bodies)),
        new Route("GET", "/stream/{id}", new StreamEndpoint(talk, connections)),
        new Route("GET", "/ws/{id}", new SocketEndpoint(talk, bodies.problems(), connections)),
        new Route("GET", "/export/{id}", new ExportEndpoint(talk)),
        new Route("GET", "/livez", new LivezEndpoint()));
  }
}
