package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** Tells that the client of an exchange went before its answer was complete. */
final class ClientGone {
  /* Undertow does not read while an answer is being made, so a client that goes is noticed when
   * writing fails. Where that takes too long, the connection is read here: what ends it, or a
   * client that talks out of turn (it waits for an answer), closes it.
   *
   * A connection keeps its close listeners for life, and carries many exchanges. So it gets one,
   * which asks for the exchange of the moment. */
  private static final AttachmentKey<ClientGone> KEY = AttachmentKey.create(ClientGone.class);
  private static final Runnable NOTHING = () -> { };

  private volatile Runnable call = NOTHING;

  private ClientGone() {}

  /** Calls back on the I/O thread if the connection is closed before the exchange completes. */
  static void watch(HttpServerExchange exchange, Runnable call) {
    var connection = exchange.getConnection();
    var gone = connection.getAttachment(KEY);
    if (gone == null) {
      gone = new ClientGone();
      connection.putAttachment(KEY, gone);
      var added = gone;
      connection.addCloseListener(closed -> added.tell(closed));
    }
    var watching = gone;
    watching.call = call;
    exchange.addExchangeCompleteListener((done, next) -> {
      watching.call = NOTHING;
      next.proceed();
    });
  }

  /** The same, and sees at once that the client closed its side. */
  static void watchClosely(HttpServerExchange exchange, Runnable call) {
    watch(exchange, call);
    var connection = exchange.getConnection();
    if (connection instanceof HttpServerConnection http) {
      var source = http.getChannel().getSourceChannel();
      source.setReadListener(ready -> read(ready, connection));
      source.resumeReads();
    }
  }

  private void tell(ServerConnection closed) {
    try {
      closed.getIoThread().execute(() -> call.run());
    } catch (RejectedExecutionException terminating) {
      call.run();
    }
  }

  private static void read(ConduitStreamSourceChannel source, ServerConnection connection) {
    try {
      if (source.read(ByteBuffer.allocate(1)) != 0) {
        IoUtils.safeClose(connection);
      }
    } catch (IOException e) {
      IoUtils.safeClose(connection);
    }
  }
}
