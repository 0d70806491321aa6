package io.ramtalk.server;

import io.ramtalk.RamTalk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routing table. */
final class Routes {
  private Routes() {}

  static List<Route> of(Bodies bodies, LongPolls polls, LiveConnections connections,
      Entrance entrance, Figures figures) {
    var talk = entrance.posting().messenger();
    var routes = new ArrayList<>(people(bodies, polls.searches(), entrance));
    routes.addAll(mail(bodies, polls, entrance));
    routes.addAll(live(talk, bodies.problems(), connections, entrance));
    routes.addAll(logins(bodies, entrance));
    routes.addAll(page(bodies.problems()));
    routes.addAll(sms(bodies, entrance.sms()));
    if (entrance.clock() != null) {
      routes.addAll(new TestControls(entrance.clock(), bodies, entrance).routes());
    }
    var all = new ArrayList<Route>();
    routes.addAll(List.of(
        Route.of("GET", "/stats", Rule.ADMIN, new StatsEndpoint(figures)),
        Route.of("GET", "/metrics", Rule.ADMIN, new MetricsEndpoint(figures, () -> all)),
        Route.of("GET", "/livez", Rule.EVERYONE, new LivezEndpoint(entrance.access())),
        Route.of("GET", ReadyzEndpoint.PATH, Rule.EVERYONE,
            new ReadyzEndpoint(talk, bodies.problems(), entrance.cluster()))));
    all.addAll(routes);
    return List.copyOf(all);
  }

  private static List<Route> people(Bodies bodies, RequestPool exports, Entrance entrance) {
    var talk = entrance.posting().messenger();
    var user = new UserEndpoint(talk, bodies, entrance::forget);
    var image = new ImageEndpoint(talk, bodies);
    var mayJoin = entrance.access() == Access.CUSTOM ? Rule.ADMIN : Rule.EVERYONE;
    return List.of(
        Route.of("POST", "/signup", mayJoin, new SignUpEndpoint(talk, bodies, entrance)),
        Route.of("GET", "/users", Rule.USER, new UsersEndpoint(talk)),
        Route.of("GET", "/users/{id}", Rule.USER, user::show),
        Route.of("PATCH", "/users/{id}", Rule.OWNER, user::change),
        Route.of("POST", "/users/{id}", Rule.OWNER, user::change),
        Route.of("DELETE", "/users/{id}", Rule.OWNER, user::delete),
        Route.of("GET", "/users/{id}/image", Rule.USER, image::show),
        Route.of("PUT", "/users/{id}/image", Rule.OWNER, image::replace),
        Route.of("DELETE", "/users/{id}/image", Rule.OWNER, image::remove),
        Route.of("GET", "/export/{id}", Rule.OWNER, new ExportEndpoint(talk, exports)));
  }

  private static List<Route> mail(Bodies bodies, LongPolls polls, Entrance entrance) {
    var posting = entrance.posting();
    var talk = posting.messenger();
    var receive = new ReceiveEndpoint(talk, polls);
    return List.of(
        Route.of("POST", "/send", Rule.USER, new SendEndpoint(posting, bodies)),
        Route.changingGet("/receive/{id}", Rule.OWNER, receive),
        Route.of("POST", "/receive/{id}", Rule.OWNER, receive),
        Route.of("POST", "/receive/{id}/ack", Rule.OWNER,
            LeaseEndpoint.acknowledge(talk, bodies)),
        Route.of("POST", "/receive/{id}/release", Rule.OWNER,
            LeaseEndpoint.release(talk, bodies)),
        Route.changingGet("/inbox/{id}", Rule.OWNER,
            new InboxEndpoint(talk, polls, bodies.problems(), entrance.sms())),
        Route.of("GET", "/sent/{id}", Rule.OWNER, new SentEndpoint(talk)),
        Route.of("POST", "/read/{id}", Rule.OWNER, new ReadEndpoint(talk, bodies)));
  }

  private static List<Route> live(
      RamTalk talk, Problems problems, LiveConnections connections, Entrance entrance) {
    return List.of(
        Route.changingGet("/stream/{id}", Rule.OWNER, new StreamEndpoint(talk, connections)),
        Route.changingGet("/ws/{id}", Rule.OWNER_OR_FIRST_FRAME, new SocketEndpoint(
            entrance.posting(), problems, connections, entrance.identities())));
  }

  /** Returns the routes of the SMS facade, which authenticates requests itself. */
  private static List<Route> sms(Bodies bodies, @Nullable SmsProvider provider) {
    if (provider == null) {
      return List.of();
    }
    var messages = new SmsEndpoint(provider, bodies);
    var verify = new VerifyEndpoint(provider, bodies);
    return List.of(
        Route.of("POST", SmsEndpoint.LIST, Rule.EVERYONE, messages::create),
        Route.of("GET", SmsEndpoint.LIST, Rule.EVERYONE, messages::list),
        Route.of("GET", SmsEndpoint.ONE, Rule.EVERYONE, messages::fetch),
        Route.of("POST", VerifyEndpoint.START, Rule.EVERYONE, verify::start),
        Route.of("POST", VerifyEndpoint.CHECK, Rule.EVERYONE, verify::check));
  }

  private static List<Route> page(Problems problems) {
    var page = new PageEndpoint(problems);
    return List.of(
        Route.of("GET", "/", Rule.EVERYONE, page::start),
        Route.of("GET", "/docs", Rule.EVERYONE, page::docs),
        Route.of("GET", "/openapi.json", Rule.EVERYONE, page::contract),
        Route.of("GET", "/page/{id}", Rule.EVERYONE, page::file));
  }

  private static List<Route> logins(Bodies bodies, Entrance entrance) {
    var logins = entrance.logins();
    if (logins == null) {
      return List.of();
    }
    var login = new LoginEndpoint(logins, bodies, entrance.proxies());
    return List.of(
        Route.of("POST", "/otp", Rule.EVERYONE,
            new OtpEndpoint(logins, bodies, entrance.proxies())),
        Route.of("POST", "/login", Rule.EVERYONE, login::logIn),
        Route.of("DELETE", "/login", Rule.USER, login::logOut),
        Route.of("GET", "/logins", Rule.USER, login::list),
        Route.of("DELETE", "/logins", Rule.USER, login::logOutEverywhere),
        Route.of("DELETE", "/logins/{id}", Rule.USER, login::logOutOne));
  }
}
