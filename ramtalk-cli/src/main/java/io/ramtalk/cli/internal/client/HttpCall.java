package io.ramtalk.cli.internal.client;

import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response. An error response is thrown as a {@link Failure}.
 *
 * <p><b>Threads:</b> one.
 */
public final class HttpCall {
  private static final String JSON = "application/json";

  private final HttpURLConnection connection;
  private final URL server;
  private final Token token;
  private @Nullable Body body;
  private String connectionUse = "close";

  HttpCall(HttpURLConnection connection, URL server, Token token) {
    this.connection = connection;
    this.server = server;
    this.token = token;
  }

  HttpCall carrying(Body newBody) {
    body = newBody;
    return this;
  }

  /** Extends the read timeout. */
  HttpCall waiting(Duration longer) {
    connection.setReadTimeout(connection.getReadTimeout() + (int) longer.toMillis());
    return this;
  }

  /** Sets the id of the last event received, to resume a stream. */
  HttpCall after(String lastEventId) {
    connection.setRequestProperty("Last-Event-ID", lastEventId);
    return this;
  }

  /** Keeps the connection open for the next call, which requires reading the whole response. */
  HttpCall keepingAlive() {
    connectionUse = "keep-alive";
    return this;
  }

  /** Requests an object. The caller closes the response. */
  public JsonParser json() throws IOException {
    return object(ask(JSON));
  }

  /** Requests an object and reads the whole response. */
  public byte[] whole() throws IOException {
    try (var response = ask(JSON)) {
      var bytes = response.readAllBytes();
      object(new ByteArrayInputStream(bytes)).close();
      return bytes;
    }
  }

  /** Requests bytes of the given type, all of which must arrive. The caller closes the response. */
  public InputStream bytes(String type) throws IOException {
    var response = ask(type);
    return new WholeInput(response, connection.getContentLengthLong());
  }

  /** Requests a response of the given type. The caller closes it. */
  InputStream ask(String type) throws IOException {
    connection.setRequestProperty("Accept", type);
    connection.setRequestProperty("Connection", connectionUse);
    send();
    int status = connection.getResponseCode();
    if (status < 0) {
      throw stranger("a response that is not HTTP");
    }
    if (status / 100 != 2) {
      throw Refusal.read(status, connection, token);
    }
    var stated = connection.getContentType();
    if (stated == null || !stated.startsWith(type)) {
      throw stranger(stated == null ? "a response without a content type" : stated);
    }
    return connection.getInputStream();
  }

  private void send() throws IOException {
    if (body == null) {
      connect();
      return;
    }
    connection.setDoOutput(true);
    if (!body.contentType().isEmpty()) {
      connection.setRequestProperty("Content-Type", body.contentType());
    }
    connect();
    try (var out = connection.getOutputStream()) {
      out.write(body.bytes());
    }
  }

  private void connect() {
    try {
      connection.connect();
    } catch (UnknownHostException e) {
      throw unreachable("unknown host");
    } catch (IOException e) {
      throw unreachable(Trust.isAskedFor(server) ? Trust.reason(e) : e.getMessage());
    } catch (IllegalArgumentException e) {
      throw unreachable(e.getMessage());
    }
  }

  private JsonParser object(InputStream bytes) throws IOException {
    var json = JsonStream.read(bytes);
    if (!json.isExpectedStartObjectToken()) {
      throw stranger("JSON that is not an object");
    }
    return json;
  }

  private Failure unreachable(@Nullable String reason) {
    return new Failure(ExitCode.UNREACHABLE, "cannot reach " + server + ": " + reason);
  }

  /** Returns a temporary failure, because a truncated response head looks the same. */
  private Failure stranger(String response) {
    return Failure.passing(ExitCode.UNREACHABLE,
        server + " is not a RAMTalk server: it sent " + response);
  }
}
