package io.ramtalk.benchmarks.live;

import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;

/**
 * A WebSocket endpoint that responds to the frames of a self-sender with constants, as many and as
 * long as RAMTalk's. No server with that protocol on Undertow's sockets can do less.
 */
final class BareFrames extends AbstractReceiveListener {
  private static final String ID = "00000000-0000-4000-8000-000000000000";
  private static final String MESSAGE_ID = "0000000000000";
  private static final String MESSAGE = "{\"type\":\"message\",\"from\":\"" + ID + "\",\"text\":"
      + "\"0123456789abcdef0123456789abcdef\",\"id\":\"" + MESSAGE_ID + "\",\"timestamp\":"
      + "\"2026-11-22T10:44:00.123Z\",\"delivery_count\":1,\"sequence\":1}";
  private static final String SENT =
      "{\"type\":\"sent\",\"ref\":null,\"id\":\"" + MESSAGE_ID + "\"}";
  private static final String RECEIPT = "{\"type\":\"receipt\",\"id\":\"" + MESSAGE_ID
      + "\",\"to\":\"" + ID + "\",\"state\":\"delivered\",\"sent_at\":"
      + "\"2026-11-22T10:44:00.123Z\",\"delivered_at\":\"2026-11-22T10:44:00.124Z\"}";

  @Override
  protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
    if (message.getData().startsWith("{\"type\":\"send\"")) {
      WebSockets.sendText(MESSAGE, channel, null);
      WebSockets.sendText(SENT, channel, null);
    } else {
      WebSockets.sendText(RECEIPT, channel, null);
    }
  }
}
