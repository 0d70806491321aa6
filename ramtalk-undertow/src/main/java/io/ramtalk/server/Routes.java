package io.ramtalk.server;

import io.ramtalk.Mobile;
import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.access.AccessControl;
import io.ramtalk.server.internal.access.Proxies;
import io.ramtalk.server.internal.access.Rule;
import io.ramtalk.server.internal.http.Bodies;
import io.ramtalk.server.internal.http.Route;
import io.ramtalk.server.internal.http.ServerExtension;
import io.ramtalk.server.internal.live.LiveConnections;
import io.ramtalk.server.internal.live.SocketEndpoint;
import io.ramtalk.server.internal.live.StreamEndpoint;
import io.ramtalk.server.internal.mail.InboxEndpoint;
import io.ramtalk.server.internal.mail.LeaseEndpoint;
import io.ramtalk.server.internal.mail.LongPolls;
import io.ramtalk.server.internal.mail.MessageSender;
import io.ramtalk.server.internal.mail.ReadEndpoint;
import io.ramtalk.server.internal.mail.ReceiveEndpoint;
import io.ramtalk.server.internal.mail.SendEndpoint;
import io.ramtalk.server.internal.mail.SentEndpoint;
import io.ramtalk.server.internal.ops.LivezEndpoint;
import io.ramtalk.server.internal.ops.MetricsEndpoint;
import io.ramtalk.server.internal.ops.ReadyzEndpoint;
import io.ramtalk.server.internal.ops.ServerStats;
import io.ramtalk.server.internal.ops.SnapshotEndpoint;
import io.ramtalk.server.internal.ops.StatsEndpoint;
import io.ramtalk.server.internal.page.PageEndpoint;
import io.ramtalk.server.internal.people.ExportEndpoint;
import io.ramtalk.server.internal.people.ImageEndpoint;
import io.ramtalk.server.internal.people.LoginEndpoint;
import io.ramtalk.server.internal.people.OtpEndpoint;
import io.ramtalk.server.internal.people.SignUpEndpoint;
import io.ramtalk.server.internal.people.UserEndpoint;
import io.ramtalk.server.internal.people.UsersEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The routing table. */
final class Routes {
  private final RamTalk talk;
  private final Access access;
  private final AccessControl control;
  private final Proxies proxies;
  private final Bodies bodies;
  private final MessageSender messageSender;
  private final LongPolls polls;
  private final LiveConnections connections;

  Routes(Access access, AccessControl control, Proxies proxies, Bodies bodies,
      MessageSender messageSender, LongPolls polls, LiveConnections connections) {
    talk = messageSender.messenger();
    this.access = access;
    this.control = control;
    this.proxies = proxies;
    this.bodies = bodies;
    this.messageSender = messageSender;
    this.polls = polls;
    this.connections = connections;
  }

  List<Route> all(ServerStats stats, SnapshotEndpoint snapshot,
      @Nullable Supplier<ClusterStatus> cluster, List<ServerExtension> extensions) {
    var routes = new ArrayList<>(people());
    routes.addAll(mail(extensions));
    routes.addAll(live());
    routes.addAll(logins());
    routes.addAll(page());
    extensions.forEach(extension -> routes.addAll(extension.routes()));
    var all = new ArrayList<Route>();
    routes.addAll(List.of(
        Route.of("GET", "/stats", Rule.ADMIN, new StatsEndpoint(stats)),
        Route.of("GET", "/metrics", Rule.ADMIN, new MetricsEndpoint(stats, () -> all)),
        Route.of("GET", "/snapshot", Rule.ADMIN, snapshot),
        Route.of("GET", "/livez", Rule.EVERYONE, new LivezEndpoint(access)),
        Route.of("GET", ReadyzEndpoint.PATH, Rule.EVERYONE,
            new ReadyzEndpoint(talk, bodies.problems(), cluster))));
    all.addAll(routes);
    return List.copyOf(all);
  }

  private List<Route> people() {
    var user = new UserEndpoint(talk, bodies, control::forget);
    var image = new ImageEndpoint(talk, bodies);
    var mayJoin = access == Access.CUSTOM ? Rule.ADMIN : Rule.EVERYONE;
    return List.of(
        Route.of("POST", "/signup", mayJoin,
            new SignUpEndpoint(talk, bodies, control, proxies)),
        Route.of("GET", "/users", Rule.USER, new UsersEndpoint(talk)),
        Route.of("GET", "/users/{id}", Rule.USER, user::show),
        Route.of("PATCH", "/users/{id}", Rule.OWNER, user::change),
        Route.of("POST", "/users/{id}", Rule.OWNER, user::change),
        Route.of("DELETE", "/users/{id}", Rule.OWNER, user::delete),
        Route.of("GET", "/users/{id}/image", Rule.USER, image::show),
        Route.of("PUT", "/users/{id}/image", Rule.OWNER, image::replace),
        Route.of("DELETE", "/users/{id}/image", Rule.OWNER, image::remove),
        Route.of("GET", "/export/{id}", Rule.OWNER,
            new ExportEndpoint(talk, polls.searches())));
  }

  private List<Route> mail(List<ServerExtension> extensions) {
    var receive = new ReceiveEndpoint(talk, polls);
    return List.of(
        Route.of("POST", "/send", Rule.USER, new SendEndpoint(messageSender, bodies)),
        Route.changingGet("/receive/{id}", Rule.OWNER, receive),
        Route.of("POST", "/receive/{id}", Rule.OWNER, receive),
        Route.of("POST", "/receive/{id}/ack", Rule.OWNER,
            LeaseEndpoint.acknowledge(talk, bodies)),
        Route.of("POST", "/receive/{id}/release", Rule.OWNER,
            LeaseEndpoint.release(talk, bodies)),
        Route.changingGet("/inbox/{id}", Rule.OWNER, new InboxEndpoint(
            talk, polls, bodies.problems(), mobile -> userOfAny(extensions, mobile))),
        Route.of("GET", "/sent/{id}", Rule.OWNER, new SentEndpoint(talk)),
        Route.of("POST", "/read/{id}", Rule.OWNER, new ReadEndpoint(talk, bodies)));
  }

  private static @Nullable UserId userOfAny(List<ServerExtension> extensions, Mobile mobile) {
    return extensions.stream().map(extension -> extension.user(mobile))
        .filter(Objects::nonNull).findFirst().orElse(null);
  }

  private List<Route> live() {
    return List.of(
        Route.changingGet("/stream/{id}", Rule.OWNER, new StreamEndpoint(talk, connections)),
        Route.changingGet("/ws/{id}", Rule.OWNER_OR_FIRST_FRAME, new SocketEndpoint(
            messageSender, bodies.problems(), connections, control.identities())));
  }

  private List<Route> page() {
    var page = new PageEndpoint(bodies.problems());
    return List.of(
        Route.of("GET", "/", Rule.EVERYONE, page::start),
        Route.of("GET", "/docs", Rule.EVERYONE, page::docs),
        Route.of("GET", "/openapi.json", Rule.EVERYONE, page::contract),
        Route.of("GET", "/page/{id}", Rule.EVERYONE, page::file));
  }

  private List<Route> logins() {
    var logins = control.logins();
    if (logins == null) {
      return List.of();
    }
    var login = new LoginEndpoint(logins, bodies, proxies);
    return List.of(
        Route.of("POST", "/otp", Rule.EVERYONE, new OtpEndpoint(logins, bodies, proxies)),
        Route.of("POST", "/login", Rule.EVERYONE, login::logIn),
        Route.of("DELETE", "/login", Rule.USER, login::logOut),
        Route.of("GET", "/logins", Rule.USER, login::list),
        Route.of("DELETE", "/logins", Rule.USER, login::logOutEverywhere),
        Route.of("DELETE", "/logins/{id}", Rule.USER, login::logOutOne));
  }
}
