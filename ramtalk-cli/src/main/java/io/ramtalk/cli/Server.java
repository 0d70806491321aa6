package io.ramtalk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A server and the way to ask it.
 *
 * <p><b>Threads:</b> any number.
 */
final class Server {
  /* HttpURLConnection and not java.net.http: loading the latter costs a command more time than all
   * else it does. It would silently repeat a POST whose connection broke, and so send a message
   * twice; the property forbids that and is read once, when the first connection is made. Streaming
   * the body would forbid it too, but then a 401 can no longer be read. What may be repeated, the
   * commands repeat themselves. */
  static {
    System.setProperty("sun.net.http.retryPost", "false");
  }

  private static final String EVENTS = "text/event-stream";

  private final URL base;
  private final Token token;
  private final Trust trust;
  private final Timeouts timeouts;

  /**
   * Describes a server.
   *
   * @param base its address, with no slash at the end
   * @param token what requests show
   * @param trust whom to believe that it is the server
   * @param timeouts how long to wait for it
   */
  Server(URL base, Token token, Trust trust, Timeouts timeouts) {
    this.base = base;
    this.token = token;
    this.trust = trust;
    this.timeouts = timeouts;
  }

  /** Returns a text as one segment of a path, or as a value behind the question mark. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Call get(String path) throws IOException {
    return call("GET", path);
  }

  Call post(String path) throws IOException {
    return call("POST", path).carrying(Body.NONE);
  }

  Call post(String path, Body body) throws IOException {
    return call("POST", path).carrying(body);
  }

  Call delete(String path) throws IOException {
    return call("DELETE", path);
  }

  /** Does a step that may be done twice, again while it fails in a way that may pass. */
  <T> T repeat(Repeated.Step<T> step) throws IOException {
    return Repeated.run(timeouts.pause(), step);
  }

  /**
   * Opens a stream of events with GET. The caller closes it.
   *
   * @param lastEventId the id of the last event that was seen, or empty
   */
  InputStream stream(String path, String lastEventId) throws IOException {
    /* A server breaks its silence several times in a minute. */
    var call = get(path).waiting(timeouts.read());
    if (!lastEventId.isEmpty()) {
      call.after(lastEventId);
    }
    return call.ask(EVENTS);
  }

  @Override
  public String toString() {
    return base.toString();
  }

  private Call call(String method, String path) throws IOException {
    var connection = (HttpURLConnection) new URL(base + path).openConnection();
    if (Trust.isAskedFor(base)) {
      trust.apply(connection);
    }
    connection.setRequestMethod(method);
    connection.setConnectTimeout((int) timeouts.connect().toMillis());
    connection.setReadTimeout((int) timeouts.read().toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("User-Agent", "ramtalk/" + Version.number());
    if (!token.text().isEmpty()) {
      connection.setRequestProperty("Authorization", "Bearer " + token.text());
    }
    return new Call(connection, base, token);
  }
}
