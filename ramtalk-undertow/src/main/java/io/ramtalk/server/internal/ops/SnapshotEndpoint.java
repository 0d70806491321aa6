package io.ramtalk.server.internal.ops;

import io.ramtalk.RamTalk;
import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Endpoint;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.RequestPool;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.MediaType;
import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** {@code GET /snapshot}: downloads all users and messages, for a later start of a server. */
public final class SnapshotEndpoint implements Endpoint, AutoCloseable {
  /* A snapshot is written as fast as its client reads, by a thread that waits for the client. So it
   * takes the memory of a buffer, however large an account is. The pool writes one at a time. */
  private static final Logger LOG = System.getLogger(SnapshotEndpoint.class.getName());

  private final RamTalk talk;
  private final RequestPool pool;
  private final boolean isAllowed;

  /**
   * Creates the endpoint.
   *
   * @param isAllowed false on an open server, where everyone could download all mailboxes
   */
  public SnapshotEndpoint(RamTalk talk, Problems problems, boolean isAllowed) {
    this.talk = talk;
    this.isAllowed = isAllowed;
    pool = new RequestPool(problems, "snapshot", 1, 1);
  }

  @Override
  public void respond(Call call) {
    if (!isAllowed) {
      throw new ProblemException(403, "snapshot_disabled", "A snapshot of an open server would give"
          + " all mailboxes to everyone; start the server with --access otp, or accept the risk"
          + " with --insecure-snapshot");
    }
    pool.dispatch(call, this, () -> write(call.exchange()));
  }

  @Override
  public void close() {
    pool.close();
  }

  private void write(HttpServerExchange exchange) throws IOException {
    var body = new Body(exchange);
    try {
      talk.writeTo(body);
      body.close();
    } catch (IOException e) {
      Response.cut(exchange);
    } catch (RuntimeException e) {
      if (!body.isStarted()) {
        throw e;
      }
      LOG.log(Level.WARNING, "A snapshot could not be completed", e);
      Response.cut(exchange);
    }
  }

  /** The body of the response. It starts with the first byte: until then, errors are responses. */
  private static final class Body extends OutputStream {
    private final HttpServerExchange exchange;
    private @Nullable OutputStream out;

    Body(HttpServerExchange exchange) {
      this.exchange = exchange;
    }

    boolean isStarted() {
      return out != null;
    }

    private OutputStream started() {
      var known = out;
      if (known == null) {
        Response.head(exchange, MediaType.BYTES);
        exchange.getResponseHeaders().put(Headers.CONTENT_DISPOSITION,
            "attachment; filename=\"ramtalk.snapshot\"");
        exchange.startBlocking();
        known = exchange.getOutputStream();
        out = known;
      }
      return known;
    }

    @Override
    public void write(int value) throws IOException {
      started().write(value);
    }

    @Override
    public void write(byte[] value, int from, int length) throws IOException {
      started().write(value, from, length);
    }

    @Override
    public void close() throws IOException {
      started().close();
    }
  }
}
