package io.ramtalk.server.internal.wire;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Locale;

/** The supported media types, and the media type of a request. */
public final class MediaType {
  public static final String JSON = "application/json";
  public static final String NDJSON = "application/x-ndjson";
  public static final String EVENT_STREAM = "text/event-stream";
  public static final String BYTES = "application/octet-stream";
  public static final String PROBLEM = "application/problem+json";
  public static final String MULTIPART = "multipart/form-data";
  public static final String URLENCODED = "application/x-www-form-urlencoded";

  private MediaType() {}

  /**
   * Returns type and subtype in lower case, without parameters; {@code ""} if there is no header.
   */
  public static String of(HttpServerExchange exchange) {
    var header = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
    if (header == null || header.equals(JSON)) {
      return header == null ? "" : JSON;
    }
    int end = header.indexOf(';');
    return (end < 0 ? header : header.substring(0, end)).trim().toLowerCase(Locale.ROOT);
  }

  /** Rejects a body with a content coding such as gzip (RFC 9110, section 8.4). */
  public static void checkContentEncoding(HttpServerExchange exchange) {
    var codings = exchange.getRequestHeaders().get(Headers.CONTENT_ENCODING);
    if (codings != null && !codings.stream().allMatch("identity"::equalsIgnoreCase)) {
      exchange.getResponseHeaders().put(Headers.ACCEPT_ENCODING, "identity");
      throw new ProblemException(
          415, "content_encoding_unsupported", "Content-Encoding is not supported");
    }
  }

  public static ProblemException unsupported(String accepted) {
    return new ProblemException(
        415, "media_type_unsupported", "Content-Type must be " + accepted);
  }
}
