package io.ramtalk.server.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xnio.ChannelListeners;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.conduits.ConduitStreamSourceChannel;

final class ReadTurnsTest {
  private static final int TURN_BYTES = 64 << 10;
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int ALL_BYTES = 16 * TURN_BYTES;

  private final IoRounds rounds = new IoRounds();
  private final List<StreamConnection> accepted = new CopyOnWriteArrayList<>();
  private final List<Integer> turns = new CopyOnWriteArrayList<>();
  private XnioWorker worker;
  private Socket client;

  @BeforeEach
  void connect() throws Exception {
    worker = Xnio.getInstance().createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1));
    var server = worker.createStreamConnectionServer(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        ChannelListeners.openListenerAdapter(accepted::add), OptionMap.EMPTY);
    server.resumeAccepts();
    client = new Socket(InetAddress.getLoopbackAddress(),
        ((InetSocketAddress) server.getLocalAddress()).getPort());
    Eventually.that("accepted", () -> !accepted.isEmpty());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    rounds.close();
    worker.shutdownNow();
  }

  private ConduitStreamSourceChannel source() {
    return accepted.get(0).getSourceChannel();
  }

  private int received() {
    return turns.stream().mapToInt(Integer::intValue).sum();
  }

  /** Reads until no more bytes are available, as all readers do. Returns the number of bytes. */
  private static int readAll(ConduitStreamSourceChannel source) {
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    int turn = 0;
    try {
      int count;
      do {
        count = source.read(buffer.clear());
        turn += Math.max(count, 0);
      } while (count > 0);
      if (count < 0) {
        source.suspendReads();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return turn;
  }

  private void sendAll() throws IOException {
    client.getOutputStream().write(new byte[ALL_BYTES]);
    client.close();
  }

  private void serve() {
    Inbound.watch(accepted.get(0), rounds, 2 * ALL_BYTES);
    source().setReadListener(source -> turns.add(readAll(source)));
  }

  @Test
  void moreBytesThanATurn_readInSeveralTurns() throws Exception {
    serve();

    source().resumeReads();
    sendAll();

    Eventually.that("all have arrived", () -> received() == ALL_BYTES);
    assertThat(turns).allMatch(bytes -> bytes < TURN_BYTES + BUFFER_BYTES);
  }

  /** A suspended reader is not woken, and a resumed reader receives every byte. */
  @Test
  void suspendedAfterATurn_waitsUntilResumed() throws Exception {
    serve();
    source().setReadListener(source -> {
      int turn = readAll(source);
      source.suspendReads();
      turns.add(turn);
    });
    var sender = new Thread(() -> {
      try {
        sendAll();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }, "sender");
    sender.start();

    while (received() < ALL_BYTES) {
      int before = turns.size();
      source().resumeReads();
      Eventually.that("a turn is over", () -> turns.size() > before);
      assertThat(source().isReadResumed()).isFalse();
    }

    sender.join();
    assertThat(turns).allMatch(bytes -> bytes < TURN_BYTES + BUFFER_BYTES);
  }
}
