package io.ramtalk.server.internal.page;

import io.ramtalk.server.internal.http.Call;
import io.ramtalk.server.internal.http.Problems;
import io.ramtalk.server.internal.http.Response;
import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.io.IoCallback;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of the chat page and of the API documentation from the jar.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> a worker reads a file on its first request, and all
 * responses share its bytes. Under memory pressure files are dropped and read again later.
 */
public final class PageEndpoint {
  /* A name has neither slashes nor two dots, so it cannot leave the folder of these files, and
   * their number limits the cache. A file may change with the next version of the server, so a
   * browser caches it but revalidates it each time (304). A proxy may serve the files below any
   * path, so they refer to each other by relative URLs. The service worker serves the folder above
   * its own, which requires a header. */
  private static final Pattern NAME = Pattern.compile("[a-z-]{1,40}\\.[a-z]{2,12}");

  /* The page runs only its own scripts and connects only to its own server. It shows the pictures
   * in messages as data URLs. */
  private static final String POLICY = "default-src 'none'; script-src 'self'; "
      + "style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
      + "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final HttpString WORKER_ALLOWED = new HttpString("Service-Worker-Allowed");

  private final Problems problems;
  private final Map<String, SoftReference<PageFile>> kept = new ConcurrentHashMap<>();

  public PageEndpoint(Problems problems) {
    this.problems = problems;
  }

  /** Responds to {@code GET /} with the chat page. */
  public void start(Call call) {
    respond(call, "chat.html");
  }

  /** Responds with the API documentation page, whose references are relative to /docs. */
  public void docs(Call call) {
    var exchange = call.exchange();
    if (exchange.getRequestPath().endsWith("/")) {
      exchange.setStatusCode(StatusCodes.PERMANENT_REDIRECT);
      exchange.getResponseHeaders().put(Headers.LOCATION, "../docs");
      exchange.endExchange();
      return;
    }
    respond(call, "docs.html");
  }

  /** Responds to {@code GET /openapi.json} with the API description. */
  public void contract(Call call) {
    respond(call, "openapi.json");
  }

  /** Responds to {@code GET /page/{id}} with the file of that name. */
  public void file(Call call) {
    if (!NAME.matcher(call.id()).matches()) {
      throw noSuchFile();
    }
    respond(call, call.id());
  }

  private void respond(Call call, String name) {
    var exchange = call.exchange();
    var known = known(name);
    if (known != null) {
      send(exchange, known);
    } else {
      exchange.dispatch(() -> problems.guard(call, () -> send(exchange, read(name))));
    }
  }

  private @Nullable PageFile known(String name) {
    var reference = kept.get(name);
    return reference == null ? null : reference.get();
  }

  private synchronized PageFile read(String name) {
    var known = known(name);
    var file = known == null ? PageFile.read(name) : known;
    if (file == null) {
      throw noSuchFile();
    }
    kept.put(name, new SoftReference<>(file));
    return file;
  }

  private static void send(HttpServerExchange exchange, PageFile file) {
    Response.head(exchange, file.mediaType());
    var headers = exchange.getResponseHeaders();
    headers.put(Headers.CACHE_CONTROL, "no-cache");
    headers.put(Headers.ETAG, file.etag());
    headers.put(WORKER_ALLOWED, "../");
    Response.policy(exchange, POLICY);
    var seen = exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH);
    if (seen != null && seen.contains(file.etag())) {
      exchange.setStatusCode(304);
      exchange.endExchange();
    } else {
      Response.write(exchange, file.bytes(), IoCallback.END_EXCHANGE);
    }
  }

  private static ProblemException noSuchFile() {
    return new ProblemException(404, "file_not_found", "File not found");
  }
}
