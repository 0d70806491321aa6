package io.ramtalk.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** Notices at once that the client of a long answer went, and not only when writing fails. */
final class ClientGone {
  /* Undertow does not read while an answer is being made. The connection is therefore read here:
   * what ends it, or a client that talks out of turn (it waits for an answer), closes it. */
  private ClientGone() {}

  /** Calls back on the I/O thread when the connection is closed. */
  static void watch(HttpServerExchange exchange, Runnable gone) {
    exchange.getConnection().addCloseListener(closed -> exchange.getIoThread().execute(gone));
    if (exchange.getConnection() instanceof HttpServerConnection connection) {
      var source = connection.getChannel().getSourceChannel();
      source.setReadListener(ClientGone::read);
      source.setCloseListener(ChannelListeners.nullChannelListener());
      source.wakeupReads();
    }
  }

  private static void read(ConduitStreamSourceChannel source) {
    try {
      if (source.read(ByteBuffer.allocate(1)) != 0) {
        IoUtils.safeClose(source);
      }
    } catch (IOException e) {
      IoUtils.safeClose(source);
    }
  }
}
