package io.ramtalk.cli.internal.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A connection to an event stream that is restored whenever it breaks.
 *
 * <p><b>Threads:</b> one.
 */
public final class LiveConnection {
  /* A first connection that fails often has a permanent cause, such as a wrong address or an
   * unknown user, so it is retried only on request. Later, only permanent errors end the command.
   * Delays grow until a connection has delivered all waiting messages, so that an event that breaks
   * every connection is not requested in a loop. */
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

  /** A listener to events, called on the thread that follows the stream. */
  public interface Listener {
    /** Called when a connection is established. */
    void connected(Meeting meeting) throws IOException;

    /** Handles an event. Returns false to stop. After an exception, the connection is restored. */
    boolean take(ServerEvent event) throws IOException, InterruptedException;

    /** Called when the connection, or an attempt to restore it, has failed. */
    void lost(String reason);
  }

  /** The history of a connection with its server. */
  public enum Meeting {
    /** The first connection. */
    FIRST,
    /** A restored connection. */
    AGAIN,
    /** A restored connection to a server that was restarted and has lost all earlier data. */
    RESTARTED
  }

  /** Retries even if the first connection fails. */
  public void retryFromTheStart() {
    retrying = true;
  }

  /** Follows the stream until the listener stops it or a permanent error occurs. */
  public void follow() throws IOException, InterruptedException {
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
        await(silent ? "the server stopped responding" : String.valueOf(e.getMessage()));
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
    await("the server closed the connection");
  }

  private boolean take(ServerEvent event) throws IOException, InterruptedException {
    switch (event.type()) {
      case "hello" -> meet(members(event).getOrDefault("epoch", ""));
      case "caught_up" -> backoff.reset();
      default -> { } // for the listener
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

  /** Returns the members of an event's data. */
  public static Map<String, String> members(ServerEvent event) throws IOException {
    var bytes = event.data().getBytes(StandardCharsets.UTF_8);
    try (var json = JsonStream.read(new ByteArrayInputStream(bytes))) {
      return JsonStream.members(json);
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
        + ": the server was restarted and lost its data, or the account was deleted");
  }
}
