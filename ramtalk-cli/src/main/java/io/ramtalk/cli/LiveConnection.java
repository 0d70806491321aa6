package io.ramtalk.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A connection to a stream of events that is made again whenever it breaks.
 *
 * <p><b>Threads:</b> one.
 */
final class LiveConnection {
  /* A first connection that cannot be made says more than one that broke: a wrong address, a user
   * that is none. So it is not repeated unless asked for. Later, only what no repetition mends
   * ends. Waits grow until a connection has shown all that waited, so that an event that breaks
   * each connection is not asked for in a loop. */
  private static final int MAX_EVENT_ID_CHARS = 128;

  private final Server server;
  private final String path;
  private final Listener listener;
  private final Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
  private boolean retrying;
  private boolean connected;
  private boolean ended;
  private String epoch = "";
  private String lastEventId = "";

  LiveConnection(Server server, String path, Listener listener) {
    this.server = server;
    this.path = path;
    this.listener = listener;
  }

  /** Is told what happens, on the thread that follows. */
  interface Listener {
    /** The connection stands. */
    void connected(Meeting meeting) throws IOException;

    /** Something happened; false ends. A failure breaks the connection, and it comes again. */
    boolean take(ServerEvent event) throws IOException, InterruptedException;

    /** The connection broke, or one more attempt to make it. */
    void lost(String reason);
  }

  /** How a server is met. */
  enum Meeting {
    /** For the first time. */
    FIRST,
    /** Again. */
    AGAIN,
    /** Again, after it was restarted: what it held is gone. */
    RESTARTED
  }

  /** Repeats also the first connection. */
  void retryFromTheStart() {
    retrying = true;
  }

  /** Follows the stream until the listener ends it, or nothing can come any more. */
  void follow() throws IOException, InterruptedException {
    while (!ended) {
      try {
        followOnce();
      } catch (Failure e) {
        if (!retrying || isFinal(e)) {
          throw connected && e.exitCode() == ExitCode.NOT_FOUND ? gone(e) : e;
        }
        await(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        if (!retrying) {
          throw e;
        }
        boolean silent = e instanceof SocketTimeoutException;
        await(silent ? "the server fell silent" : String.valueOf(e.getMessage()));
      }
    }
  }

  private void followOnce() throws IOException, InterruptedException {
    try (var stream = server.stream(path, lastEventId)) {
      var events = new EventReader(stream);
      for (var event = events.next(); event != null; event = events.next()) {
        if (!take(event)) {
          ended = true;
          return;
        }
      }
    }
    await("the server closed it");
  }

  private boolean take(ServerEvent event) throws IOException, InterruptedException {
    switch (event.type()) {
      case "hello" -> meet(members(event).getOrDefault("epoch", ""));
      case "caught_up" -> backoff.reset();
      default -> { } // The listener's.
    }
    boolean goesOn = listener.take(event);
    if (event.id().length() <= MAX_EVENT_ID_CHARS
        && event.id().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      lastEventId = event.id();
    }
    return goesOn;
  }

  private void meet(String newEpoch) throws IOException {
    var meeting = !connected ? Meeting.FIRST
        : newEpoch.equals(epoch) ? Meeting.AGAIN : Meeting.RESTARTED;
    epoch = newEpoch;
    connected = true;
    retrying = true;
    listener.connected(meeting);
  }

  /** Returns what an event says. */
  static Map<String, String> members(ServerEvent event) throws IOException {
    var bytes = event.data().getBytes(StandardCharsets.UTF_8);
    try (var json = Json.read(new ByteArrayInputStream(bytes))) {
      return Json.members(json);
    }
  }

  private void await(String reason) throws InterruptedException {
    listener.lost(reason);
    Thread.sleep(backoff.nextMillis());
  }

  private static boolean isFinal(Failure failure) {
    return switch (failure.exitCode()) {
      case ExitCode.NOT_FOUND, ExitCode.NOT_ALLOWED, ExitCode.USAGE -> true;
      default -> false;
    };
  }

  private static Failure gone(Failure failure) {
    return new Failure(ExitCode.NOT_FOUND, failure.getMessage()
        + ": the server was restarted, which empties it, or the account was deleted");
  }
}
