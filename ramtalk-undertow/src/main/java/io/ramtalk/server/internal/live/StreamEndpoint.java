package io.ramtalk.server.internal.live;

import io.ramtalk.RamTalk;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.MediaType;
import io.ramtalk.server.internal.wire.ProblemException;
import io.ramtalk.server.internal.wire.Query;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.util.ArrayList;
import java.util.List;

/** {@code GET /stream/{id}}: the live frames as server-sent events (WHATWG HTML, section 9.2). */
public final class StreamEndpoint implements Endpoint {
  /* A client that reconnects sends the id of the last event it saw. In the same epoch, a client
   * with automatic acknowledgement resumes after that event. A client that acknowledges itself gets
   * all unacknowledged messages again: it may have died between receiving and acknowledging. */
  private static final HttpString LAST_EVENT_ID = new HttpString("Last-Event-ID");
  private static final HttpString ACCEL_BUFFERING = new HttpString("X-Accel-Buffering");

  private final RamTalk talk;
  private final LiveConnections connections;

  public StreamEndpoint(RamTalk talk, LiveConnections connections) {
    this.talk = talk;
    this.connections = connections;
  }

  @Override
  public void respond(Call call) throws Exception {
    var exchange = call.exchange();
    var user = call.user();
    talk.user(user);
    var presenceOf = Watched.users(call);
    boolean autoAck = isAutoAck(exchange);
    connections.checkRoom(user);
    var greeting = new ArrayList<Transport.Frame>();
    greeting.add(LiveFrames.hello(talk, user));
    var last = exchange.getRequestHeaders().getFirst(LAST_EVENT_ID);
    long place = last == null ? 0 : place(last);
    if (place < 0) {
      greeting.add(LiveFrames.gap(last));
    }
    Response.head(exchange, MediaType.EVENT_STREAM);
    exchange.getResponseHeaders().put(ACCEL_BUFFERING, "no");
    var opening = new Opening(greeting, Math.max(0, place), presenceOf);
    exchange.dispatch(
        SameThreadExecutor.INSTANCE, () -> open(call, user, opening, autoAck));
  }

  /** The start of a stream. */
  private record Opening(List<Transport.Frame> greeting, long place, List<UserId> presenceOf) {}

  private void open(Call call, UserId user, Opening opening, boolean autoAck) {
    var exchange = call.exchange();
    var transport = new EventStreamTransport(exchange, call.executor(exchange.getIoThread()),
        connections.heartbeat(), connections.writeMillis());
    connections.open(call.caller(), user, transport, session -> {
      transport.onClose(session::closed);
      if (autoAck) {
        session.acknowledgeWritten();
      }
      transport.executor().executeNow(() -> {
        try {
          session.open(opening.greeting(), autoAck ? opening.place() : 0, opening.presenceOf());
        } catch (RuntimeException e) {
          transport.executor().onIoThread(() -> transport.close(0, "refused"));
        }
      });
    });
  }

  private static boolean isAutoAck(HttpServerExchange exchange) {
    var ack = Query.text(exchange, "ack");
    if (ack != null && !ack.equals("auto")) {
      throw new ProblemException(422, "query_invalid", "ack must be auto");
    }
    return ack != null;
  }

  /** Returns the mailbox position in an event id, or -1 if it is not of this epoch. */
  private long place(String eventId) {
    var prefix = talk.operations().epoch() + "-";
    try {
      return eventId.startsWith(prefix)
          ? Math.max(-1, Long.parseLong(eventId.substring(prefix.length()))) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
