package io.ramtalk.server.internal.http;

import io.ramtalk.server.ConnectionLimit;
import io.ramtalk.server.internal.wire.ProblemException;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Determines where the body of a request ends (RFC 9112, section 6) and limits it, before any other
 * processing. If the end is ambiguous, the request is rejected and its connection closed.
 *
 * <p><b>Threads:</b> any number. <b>Cost:</b> three header lookups.
 */
public final class RequestFraming implements HttpHandler {
  /* Undertow rejects heads with both a length and a coding, or with several of one kind. But it
   * treats an unknown coding as an empty body, so the bytes of that body would become the next
   * request. It also parses a length of over 18 digits in two ways with different results. */
  private static final int MAX_LENGTH_DIGITS = 18;
  private static final String CONTINUE = "100-continue";

  private final HttpHandler next;
  private final Problems problems;
  private final ArrivalTimer.Pace pace;
  private final long allowance;

  /** Creates the handler; the limit for a head also applies to extensions and trailers. */
  public RequestFraming(HttpHandler next, Problems problems, ConnectionSettings settings) {
    this.next = next;
    this.problems = problems;
    pace = ArrivalTimer.Pace.of(settings);
    allowance = settings.limit(ConnectionLimit.HEADER_BYTES);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    Inbound.of(exchange).begin(exchange);
    var refusal = refusal(exchange);
    if (refusal != null) {
      exchange.setPersistent(false);
      Connectors.terminateRequest(exchange);
      problems.guard(exchange, () -> {
        throw refusal;
      });
      return;
    }
    boolean isChunked = exchange.getRequestHeaders().contains(Headers.TRANSFER_ENCODING);
    if (isChunked) {
      ChunkedBody.install(exchange, allowance);
    }
    BodyLimits.set(exchange, isChunked, pace);
    next.handleRequest(exchange);
  }

  private static @Nullable ProblemException refusal(HttpServerExchange exchange) {
    var headers = exchange.getRequestHeaders();
    var coding = headers.getFirst(Headers.TRANSFER_ENCODING);
    if (coding != null && !(coding.equalsIgnoreCase("chunked") && exchange.isHttp11())) {
      return new ProblemException(400, "transfer_encoding_unsupported",
          "Transfer-Encoding must be chunked, and the protocol HTTP/1.1");
    }
    var length = headers.getFirst(Headers.CONTENT_LENGTH);
    if (length != null && !isLength(length)) {
      return new ProblemException(400, "content_length_invalid",
          "Content-Length must have 1 to " + MAX_LENGTH_DIGITS + " digits");
    }
    var expected = headers.get(Headers.EXPECT);
    if (expected != null && !isContinue(expected)) {
      return new ProblemException(417, "expectation_failed", "Expect must be " + CONTINUE);
    }
    return null;
  }

  private static boolean isLength(String value) {
    return !value.isEmpty() && value.length() <= MAX_LENGTH_DIGITS
        && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isContinue(HeaderValues values) {
    return values.stream().allMatch(value -> value.equalsIgnoreCase(CONTINUE));
  }
}
