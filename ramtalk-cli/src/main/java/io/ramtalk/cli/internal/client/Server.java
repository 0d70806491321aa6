package io.ramtalk.cli.internal.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A server with the settings for requests to it.
 *
 * <p><b>Threads:</b> any number.
 */
public final class Server {
  /* This class uses HttpURLConnection because loading java.net.http takes longer than the rest of a
   * command. By default, HttpURLConnection silently repeats a POST after a lost connection and
   * would send a message twice. The property disables that; it is read once, on the first
   * connection. Streaming the body would also disable it, but would make a 401 response unreadable.
   * Commands retry idempotent requests themselves. */
  static {
    System.setProperty("sun.net.http.retryPost", "false");
  }

  private static final String EVENTS = "text/event-stream";

  private final URL base;
  private final Token token;
  private final Trust trust;
  private final Timeouts timeouts;

  /**
   * Creates a server.
   *
   * @param base the address, without a slash at the end
   * @param token the token for requests
   * @param trust the certificates to trust
   * @param timeouts the timeouts of requests
   */
  public Server(URL base, Token token, Trust trust, Timeouts timeouts) {
    this.base = base;
    this.token = token;
    this.trust = trust;
    this.timeouts = timeouts;
  }

  /** Encodes a text as one segment of a path or as a query value. */
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public HttpCall get(String path) throws IOException {
    return call("GET", path);
  }

  public HttpCall post(String path) throws IOException {
    return call("POST", path).carrying(Body.NONE);
  }

  public HttpCall post(String path, Body body) throws IOException {
    return call("POST", path).carrying(body);
  }

  public HttpCall delete(String path) throws IOException {
    return call("DELETE", path);
  }

  /** Executes an idempotent step, with retries after temporary failures. */
  public <T> T repeat(Repeated.Step<T> step) throws IOException {
    return Repeated.run(timeouts.pause(), step);
  }

  /**
   * Opens a stream of events with GET. The caller closes it.
   *
   * @param lastEventId the id of the last event received, or empty
   */
  InputStream stream(String path, String lastEventId) throws IOException {
    /* A server sends something several times a minute. */
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

  private HttpCall call(String method, String path) throws IOException {
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
    return new HttpCall(connection, base, token);
  }
}
