package io.ramtalk.server.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.server.EventStream;
import io.ramtalk.server.LogLines;
import io.ramtalk.server.internal.http.ConnectionSettings;
import io.ramtalk.server.internal.http.Listener;
import io.ramtalk.server.internal.http.SerialExecutor;
import io.undertow.util.SameThreadExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class EventStreamTransportTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @Test
  void threadsStopWhileTheStreamIsOpen_toldAndNothingLogged() throws Exception {
    var closed = new CountDownLatch(1);
    var listener = new Listener(ANY_PORT, null, new ConnectionSettings(), address -> true);
    try (var log = new LogLines("io.undertow")) {
      listener.start(exchange -> exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
        var transport = new EventStreamTransport(
            exchange, SerialExecutor.on(exchange.getIoThread()), Heartbeat.DEFAULT, 1_000);
        transport.onClose(closed::countDown);
        transport.write(new Transport.Frame("hello", "{}".getBytes(), null, null), written -> { });
      }));
      int port = Objects.requireNonNull(listener.address()).getPort();
      var stream = EventStream.open(port, "/");
      stream.next("hello");

      listener.stop();

      Eventually.opens(closed);
      assertThat(log.lines()).isEmpty();
      stream.close();
    }
  }
}
