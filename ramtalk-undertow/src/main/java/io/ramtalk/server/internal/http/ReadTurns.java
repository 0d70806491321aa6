package io.ramtalk.server.internal.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.StreamConnection;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Makes a connection yield its I/O thread to the others after a while, however fast its client
 * sends.
 *
 * <p><b>Threads:</b> the I/O thread of the connection reads; any thread may suspend and resume.
 * <b>Cost:</b> one counter; a client that sends faster than it is served costs its thread one more
 * round per turn.
 */
final class ReadTurns extends AbstractStreamSourceConduit<StreamSourceConduit> {
  /* Readers continue until no bytes are left, and Undertow handles the next pipelined request in a
   * task. Neither lets the thread select, so no other connection would be read. */
  private static final int TURN_BYTES = 64 << 10;
  private static final int REQUEST_BYTES = 256; // a short request costs as much as these

  private final IoRounds rounds;
  private int turnBytes;
  private boolean isPaused;
  private boolean isAwaited;

  ReadTurns(StreamConnection connection, IoRounds rounds) {
    super(connection.getSourceChannel().getConduit());
    this.rounds = rounds;
    setReadReadyHandler(new ReadReadyHandler.ChannelListenerHandler<>(
        connection.getSourceChannel()));
  }

  /** Counts the cost of a request beyond its bytes. */
  void countRequest() {
    turnBytes += REQUEST_BYTES;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return isTurnOver() ? 0 : (int) count(next.read(into));
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return isTurnOver() ? 0 : count(next.read(into, offset, length));
  }

  @Override
  public long transferTo(long position, long count, FileChannel target) throws IOException {
    return isTurnOver() ? 0 : count(next.transferTo(position, count, target));
  }

  @Override
  public long transferTo(long count, ByteBuffer through, StreamSinkChannel target)
      throws IOException {
    return isTurnOver() ? 0 : count(next.transferTo(count, through, target));
  }

  private long count(long count) {
    turnBytes = count > 0 ? turnBytes + (int) count : 0;
    return count;
  }

  private boolean isTurnOver() {
    if (turnBytes < TURN_BYTES) {
      return false;
    }
    pause();
    return true;
  }

  private synchronized void pause() {
    if (isPaused) {
      return;
    }
    isPaused = true;
    isAwaited = next.isReadResumed();
    next.suspendReads();
    rounds.inNext(getReadThread(), this::proceed);
  }

  private synchronized void proceed() {
    turnBytes = 0;
    isPaused = false;
    if (isAwaited) {
      next.wakeupReads();
    }
  }

  @Override
  public synchronized void resumeReads() {
    if (isPaused) {
      isAwaited = true;
    } else {
      next.resumeReads();
    }
  }

  @Override
  public synchronized void wakeupReads() {
    if (isPaused) {
      isAwaited = true;
    } else {
      next.wakeupReads();
    }
  }

  @Override
  public synchronized void suspendReads() {
    isAwaited = false;
    next.suspendReads();
  }

  @Override
  public synchronized boolean isReadResumed() {
    return isPaused ? isAwaited : next.isReadResumed();
  }

  /** Starts the turn of a connection that the thread has selected. */
  @Override
  public void setReadReadyHandler(ReadReadyHandler handler) {
    next.setReadReadyHandler(new ReadReadyHandler() {
      @Override
      public void readReady() {
        turnBytes = 0;
        handler.readReady();
      }

      @Override
      public void forceTermination() {
        handler.forceTermination();
      }

      @Override
      public void terminated() {
        handler.terminated();
      }
    });
  }
}
