package io.ramtalk.benchmarks.live;

import io.ramtalk.server.RamTalkServer;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;

/** A process that serves RAMTalk and bare WebSockets. */
public final class LiveServers {
  private LiveServers() {}

  /**
   * Serves until standard input ends. Prints the ports of RAMTalk, of the echo server, and of the
   * server that sends the same frames as RAMTalk.
   *
   * @param args none
   * @throws IOException if a server cannot listen
   */
  public static void main(String[] args) throws IOException {
    try (var server = RamTalkServer.builder().port(0).build().start()) {
      var echo = bare(new Echo());
      var frames = bare(new BareFrames());
      System.out.println(server.port() + " " + port(echo) + " " + port(frames));
      System.in.transferTo(OutputStream.nullOutputStream());
      echo.stop();
      frames.stop();
    }
  }

  /** Starts a bare WebSocket server that passes frames to a listener. */
  static Undertow bare(AbstractReceiveListener listener) {
    var server = Undertow.builder()
        .addHttpListener(0, "127.0.0.1")
        .setIoThreads(Runtime.getRuntime().availableProcessors())
        .setHandler(Handlers.websocket((http, channel) -> {
          channel.getReceiveSetter().set(listener);
          channel.resumeReceives();
        }))
        .build();
    server.start();
    return server;
  }

  static int port(Undertow server) {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  private static final class Echo extends AbstractReceiveListener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      WebSockets.sendText(message.getData(), channel, null);
    }
  }
}
