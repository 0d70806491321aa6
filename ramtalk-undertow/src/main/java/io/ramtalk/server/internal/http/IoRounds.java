package io.ramtalk.server.internal.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xnio.ChannelPipe;
import org.xnio.IoUtils;
import org.xnio.XnioIoThread;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * The rounds of I/O threads. In a round a thread selects, serves each connection that is ready, and
 * runs its tasks.
 *
 * <p><b>Threads:</b> any. <b>Cost:</b> a pipe for each I/O thread, and one byte through it for each
 * round that is waited for.
 */
final class IoRounds implements AutoCloseable {
  /* XNIO runs tasks until there are none, including timers that are due, and tasks may add tasks.
   * So only what it selects is certain to run after other connections were served. */
  private final Map<XnioIoThread, Round> rounds = new ConcurrentHashMap<>();

  /** Runs a task on an I/O thread after it has selected again. */
  void inNext(XnioIoThread thread, Runnable task) {
    rounds.computeIfAbsent(thread, Round::new).add(task);
  }

  /** Drops the tasks that wait. */
  @Override
  public void close() {
    rounds.values().forEach(Round::close);
  }

  /** The tasks that wait for the next round of one thread. */
  private static final class Round {
    private final ChannelPipe<StreamSourceChannel, StreamSinkChannel> pipe;
    private List<Runnable> tasks = new ArrayList<>();

    Round(XnioIoThread thread) {
      try {
        pipe = thread.createHalfDuplexPipe();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot create a pipe", e);
      }
      pipe.getLeftSide().getReadSetter().set(this::run);
      pipe.getLeftSide().resumeReads();
    }

    synchronized void add(Runnable task) {
      tasks.add(task);
      if (tasks.size() == 1) {
        try {
          pipe.getRightSide().write(ByteBuffer.allocate(1));
        } catch (IOException stopping) {
          close();
        }
      }
    }

    private void run(StreamSourceChannel source) {
      try {
        source.read(ByteBuffer.allocate(1));
      } catch (IOException stopping) {
        close();
      }
      take().forEach(Runnable::run);
    }

    private synchronized List<Runnable> take() {
      var taken = tasks;
      tasks = new ArrayList<>();
      return taken;
    }

    void close() {
      IoUtils.safeClose(pipe.getLeftSide());
      IoUtils.safeClose(pipe.getRightSide());
    }
  }
}
