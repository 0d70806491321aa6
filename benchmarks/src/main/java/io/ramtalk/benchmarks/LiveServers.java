package io.ramtalk.benchmarks;

import io.ramtalk.server.RamTalkServer;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A process that serves RAMTalk and, beside it, a bare WebSocket that echoes. */
public final class LiveServers {
  private LiveServers() {}

  /**
   * Serves until standard input ends. Prints the two ports, RAMTalk's first.
   *
   * @param args none
   * @throws IOException if it cannot listen
   */
  public static void main(String[] args) throws IOException {
    try (var server = RamTalkServer.builder().port(0).build().start()) {
      var bare = Undertow.builder()
          .addHttpListener(0, "127.0.0.1")
          .setIoThreads(Runtime.getRuntime().availableProcessors())
          .setHandler(Handlers.websocket((http, channel) -> {
            channel.getReceiveSetter().set(new Echo());
            channel.resumeReceives();
          }))
          .build();
      bare.start();
      var address = (InetSocketAddress) bare.getListenerInfo().get(0).getAddress();
      System.out.println(server.port() + " " + address.getPort());
      while (System.in.read() >= 0) {
        continue;
      }
      bare.stop();
    }
  }

  private static final class Echo extends AbstractReceiveListener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      WebSockets.sendText(message.getData(), channel, null);
    }
  }
}
