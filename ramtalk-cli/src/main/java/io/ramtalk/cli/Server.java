package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A server and the way to ask it. An answer that is no success is thrown as a {@link Failure}.
 *
 * <p><b>Threads:</b> any number.
 */
final class Server {
  /* HttpURLConnection and not java.net.http: loading the latter costs a command more time than all
   * else it does. It would silently repeat a POST whose connection broke, and so send a message
   * twice; the property forbids that and is read once, when the first connection is made. Streaming
   * the body would forbid it too, but then a 401 can no longer be read. */
  static {
    System.setProperty("sun.net.http.retryPost", "false");
  }

  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream";

  private final URL base;
  private final String token;
  private final Timeouts timeouts;

  /**
   * Describes a server.
   *
   * @param base its address, with no slash at the end
   * @param token the bearer token, or empty
   * @param timeouts how long to wait for it
   */
  Server(URL base, String token, Timeouts timeouts) {
    this.base = base;
    this.token = token;
    this.timeouts = timeouts;
  }

  /** Returns a text as one segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Asks with GET. The caller closes the answer. */
  JsonParser get(String path) throws IOException {
    return answer(open(path));
  }

  /** Asks with POST. The caller closes the answer. */
  JsonParser post(String path, Body body) throws IOException {
    var connection = open(path);
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", body.contentType());
    connect(connection);
    try (var out = connection.getOutputStream()) {
      out.write(body.bytes());
    }
    return answer(connection);
  }

  /**
   * Opens a stream of events with GET. The caller closes it.
   *
   * @param lastEventId the id of the last event that was seen, or empty
   */
  InputStream stream(String path, String lastEventId) throws IOException {
    var connection = open(path);
    /* A server breaks its silence several times in a minute. */
    connection.setReadTimeout((int) timeouts.read().multipliedBy(2).toMillis());
    connection.setRequestProperty("Accept", EVENTS);
    if (!lastEventId.isEmpty()) {
      connection.setRequestProperty("Last-Event-ID", lastEventId);
    }
    accept(connection, EVENTS);
    return connection.getInputStream();
  }

  @Override
  public String toString() {
    return base.toString();
  }

  private HttpURLConnection open(String path) throws IOException {
    var connection = (HttpURLConnection) new URL(base + path).openConnection();
    connection.setConnectTimeout((int) timeouts.connect().toMillis());
    connection.setReadTimeout((int) timeouts.read().toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Accept", JSON);
    connection.setRequestProperty("Connection", "close");
    connection.setRequestProperty("User-Agent", "ramtalk/" + Version.number());
    if (!token.isEmpty()) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    return connection;
  }

  private void connect(HttpURLConnection connection) {
    try {
      connection.connect();
    } catch (UnknownHostException e) {
      throw unreachable("unknown host");
    } catch (IOException | IllegalArgumentException e) {
      throw unreachable(e.getMessage());
    }
  }

  private Failure unreachable(@Nullable String reason) {
    return new Failure(ExitCode.UNREACHABLE, "cannot reach " + base + ": " + reason);
  }

  private JsonParser answer(HttpURLConnection connection) throws IOException {
    accept(connection, JSON);
    var json = Json.read(connection.getInputStream());
    if (!json.isExpectedStartObjectToken()) {
      throw stranger("JSON that is no object");
    }
    return json;
  }

  /** Goes on only with a success of a type. */
  private void accept(HttpURLConnection connection, String expected) throws IOException {
    connect(connection);
    int status = connection.getResponseCode();
    if (status < 0) {
      throw stranger("no HTTP");
    }
    if (status / 100 != 2) {
      throw Refusal.read(status, connection.getErrorStream());
    }
    var type = connection.getContentType();
    if (type == null || !type.startsWith(expected)) {
      throw stranger(type == null ? "no content type" : type);
    }
  }

  private Failure stranger(String answer) {
    return new Failure(ExitCode.UNREACHABLE,
        base + " is no RAMTalk server: it answers with " + answer);
  }
}
