package io.ramtalk.server.internal.live;

import io.ramtalk.UserId;
import io.ramtalk.server.internal.access.Identities;
import io.ramtalk.server.internal.access.Identity;
import io.ramtalk.server.internal.access.Rule;
import io.ramtalk.server.internal.access.TokenIdentities;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Inbound;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.mail.MessageSender;
import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.protocol.Handshake;
import java.util.List;
import java.util.Set;

/** {@code GET /ws/{id}}: a WebSocket (RFC 6455) for live messages, receipts and presence. */
public final class SocketEndpoint implements Endpoint {
  private static final Set<Handshake> VERSIONS =
      Set.of(new WebSocketVersion13(Set.of(TokenIdentities.SUBPROTOCOL)));

  private final MessageSender messageSender;
  private final Problems problems;
  private final LiveConnections connections;
  private final Identities identities;

  public SocketEndpoint(MessageSender messageSender, Problems problems, LiveConnections connections,
      Identities identities) {
    this.messageSender = messageSender;
    this.problems = problems;
    this.connections = connections;
    this.identities = identities;
  }

  @Override
  public void respond(Call call) throws Exception {
    var exchange = call.exchange();
    var guest = call.caller().kind() == Identity.Kind.SILENT ? null : guest(call);
    var user = guest == null ? call.reference().id() : guest.user();
    if (guest != null) {
      messageSender.messenger().user(guest.user());
    } else if (user == null) {
      call.users().requireReadable(call.reference());
    }
    if (!"websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(Headers.UPGRADE))) {
      refuse(exchange);
    }
    Watched.texts(exchange);
    if (user != null) {
      connections.checkRoom(user);
    }
    var byToken = identities.byToken(exchange);
    WebSocketConnectionCallback open = (http, channel) -> {
      var inbound = Inbound.of(exchange);
      inbound.upgrade();
      var transport = new WebSocketTransport(channel, inbound, connections,
          call.executor(channel.getIoThread()));
      var refuser = problems.refuser(call);
      if (guest != null) {
        join(transport, guest, refuser);
      } else {
        var budget = messageSender.messenger().operations().budget();
        var judges = new SocketLogin.Judges(byToken, refuser, budget);
        SocketLogin.await(transport, judges, caller -> {
          call.authenticate(caller);
          call.require(Rule.OWNER);
          var late = guest(call);
          return () -> join(transport, late, refuser);
        });
      }
    };
    new WebSocketProtocolHandshakeHandler(VERSIONS, open, SocketEndpoint::refuse)
        .handleRequest(exchange);
  }

  /** An authenticated caller, the user of the socket, and the users whose presence it reports. */
  private record Guest(Identity caller, UserId user, List<UserId> presenceOf) {}

  private static Guest guest(Call call) {
    return new Guest(call.caller(), call.user(), Watched.users(call));
  }

  /** Rejects clients that use another protocol or version. */
  private static void refuse(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket");
    exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_VERSION, "13");
    throw new ProblemException(
        426, "upgrade_required", "This route requires WebSocket version 13");
  }

  private void join(WebSocketTransport transport, Guest guest, Problems.Refuser refuser) {
    connections.open(guest.caller(), guest.user(), transport, session -> {
      transport.channel().addCloseTask(closed -> session.closed());
      transport.channel().getReceiveSetter().set(
          new SocketReader(transport, session, messageSender,
              new SocketReader.Client(guest.caller(), guest.user(), refuser)));
      begin(transport, session, guest);
    });
  }

  private void begin(WebSocketTransport transport, LiveSession session, Guest guest) {
    transport.executor().execute(() -> {
      try {
        session.open(List.of(LiveFrames.hello(messageSender.messenger(), guest.user())), 0,
            guest.presenceOf());
        transport.executor().onIoThread(transport.channel()::resumeReceives);
      } catch (RuntimeException e) {
        transport.executor().onIoThread(() -> transport.close(WebSocketTransport.POLICY_VIOLATION,
            "refused"));
      }
    });
    transport.pingRegularly();
  }
}
