package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.UserNotFound.Role;
import io.undertow.Handlers;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.websockets.core.WebSocketChannel;
import java.util.List;

/** {@code GET /ws/{id}}: a WebSocket (RFC 6455) for messages, receipts and presence, live. */
final class SocketEndpoint implements Endpoint {
  private final RamTalk talk;
  private final Problems problems;
  private final LiveConnections connections;

  SocketEndpoint(RamTalk talk, Problems problems, LiveConnections connections) {
    this.talk = talk;
    this.problems = problems;
    this.connections = connections;
  }

  @Override
  public void answer(HttpServerExchange exchange, String id) throws Exception {
    var user = Ids.user(id, Role.USER);
    talk.user(user);
    if (!"websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(Headers.UPGRADE))) {
      refuse(exchange);
    }
    Origin.check(exchange);
    var presenceOf = Watched.users(exchange);
    connections.checkRoom();
    Handlers.websocket(
        (http, channel) -> open(channel, Listening.to(exchange), user, presenceOf),
        SocketEndpoint::refuse)
        .handleRequest(exchange);
  }

  /** Says what is spoken here, to who speaks something else or another version of it. */
  private static void refuse(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.UPGRADE, "websocket");
    exchange.getResponseHeaders().put(Headers.SEC_WEB_SOCKET_VERSION, "13");
    throw new RequestRefused(
        426, "upgrade_required", "This route speaks WebSocket, version 13");
  }

  private void open(WebSocketChannel channel, Listening listening, UserId user,
      List<UserId> presenceOf) {
    var door = new SocketDoor(channel, listening, connections.heartbeat());
    var feed = connections.add(user, door);
    channel.addCloseTask(closed -> feed.closed());
    var reader = new SocketReader(talk, user, problems, feed, door);
    channel.getReceiveSetter().set(reader);
    door.thread().execute(() -> {
      try {
        feed.open(List.of(LiveFrames.hello(talk, user)), 0, presenceOf);
        channel.resumeReceives();
      } catch (RuntimeException e) {
        door.close(SocketDoor.POLICY_VIOLATION, "refused");
      }
    });
    door.pingRegularly();
  }
}
