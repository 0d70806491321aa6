package io.ramtalk.server;

import io.ramtalk.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Many sockets that send bytes very slowly, all from one thread. Until the attack ends, each socket
 * that the server closes is opened again.
 */
final class DripAttack implements Runnable {
  private static final long SELECT_MILLIS = 10;

  private final InetSocketAddress server;
  private final Selector selector = Selector.open();
  private final Thread thread = new Thread(this, "drip-attack");
  private final ByteBuffer trash = ByteBuffer.allocate(4 << 10);
  private final Map<String, Lives> lives = new ConcurrentHashMap<>();
  private volatile boolean ending;
  private volatile IOException failure;

  /** The first bytes of a socket and the bytes repeated after each pause. */
  public record Kind(String name, String beginning, String piece, long pauseMillis) {}

  /** The number of closed sockets of one kind, and how long they stayed open. */
  record Lives(int closed, long shortestMillis, long longestMillis) {
    private Lives and(Lives other) {
      return new Lives(closed + other.closed, Math.min(shortestMillis, other.shortestMillis),
          Math.max(longestMillis, other.longestMillis));
    }
  }

  DripAttack(int port) throws IOException {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** One slow socket. */
  private final class Dripper {
    private final Kind kind;
    private SocketChannel channel;
    private long openedNanos;
    private long nextNanos;

    Dripper(Kind kind) throws IOException {
      this.kind = kind;
      open();
    }

    void open() throws IOException {
      openedNanos = System.nanoTime();
      channel = SocketChannel.open(server);
      channel.configureBlocking(false);
      channel.write(bytes(kind.beginning()));
      nextNanos = openedNanos + TimeUnit.MILLISECONDS.toNanos(kind.pauseMillis());
      channel.register(selector, SelectionKey.OP_READ, this);
    }

    void dripIfDue(long now) {
      if (now - nextNanos >= 0) {
        nextNanos = now + TimeUnit.MILLISECONDS.toNanos(kind.pauseMillis());
        try {
          channel.write(bytes(kind.piece()));
        } catch (IOException broken) {
          nextNanos = Long.MAX_VALUE; // the next read reports the close
        }
      }
    }

    void read() throws IOException {
      if (isOpen()) {
        return;
      }
      channel.close();
      long life = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - openedNanos);
      lives.merge(kind.name(), new Lives(1, life, life), Lives::and);
      if (!ending) {
        open();
      }
    }

    private boolean isOpen() {
      try {
        trash.clear();
        return channel.read(trash) >= 0;
      } catch (IOException reset) {
        return false;
      }
    }
  }

  /** Opens the given number of sockets of each kind and starts to send. */
  DripAttack begin(Map<Kind, Integer> counts) throws IOException {
    for (var kind : counts.entrySet()) {
      for (int i = 0; i < kind.getValue(); i++) {
        new Dripper(kind.getKey());
      }
    }
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  /** Stops reopening sockets, waits until all are closed and returns the lifetimes of each kind. */
  Map<String, Lives> end() throws IOException {
    ending = true;
    Eventually.ends(thread);
    if (failure != null) {
      throw failure;
    }
    return lives;
  }

  @Override
  public void run() {
    try (selector) {
      while (!selector.keys().isEmpty()) {
        selector.select(SELECT_MILLIS);
        for (var key : List.copyOf(selector.selectedKeys())) {
          ((Dripper) key.attachment()).read();
        }
        selector.selectedKeys().clear();
        long now = System.nanoTime();
        for (var key : List.copyOf(selector.keys())) {
          if (key.isValid()) {
            ((Dripper) key.attachment()).dripIfDue(now);
          }
        }
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
