package io.ramtalk.cli.internal.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parsing of the problem details (RFC 9457) of a rejected request. */
public final class Refusal {
  static final String TOKEN_MISSING = "token_missing";
  public static final String TOKEN_INVALID = "token_invalid";

  private static final int MAX_BYTES = 64 << 10;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final Set<String> LIMIT_CODES = Set.of("mailbox_full", "ram_exhausted",
      "rate_limited", "too_many_users", "too_many_waiting", "too_many_watches");
  private static final Set<String> PASSING_CODES = Set.of("closed", "send_in_progress");

  private Refusal() {}

  /**
   * Converts an error response to a failure.
   *
   * @param status the HTTP status
   * @param response the connection with the response
   * @param token the token of the request, with advice on how to get another
   */
  static Failure read(int status, HttpURLConnection response, Token token) throws IOException {
    var problem = problem(response.getErrorStream());
    var sentence = problem.getOrDefault("detail",
        problem.getOrDefault("title", "the server responded with HTTP status " + status));
    var code = problem.getOrDefault("code", "");
    if (code.equals(TOKEN_MISSING) || code.equals(TOKEN_INVALID)) {
      sentence = advised(sentence, token.advice());
    } else if (status == TOO_MANY_REQUESTS) {
      sentence = advised(sentence, wait(response.getHeaderField("Retry-After")));
    }
    boolean passing = status == HttpURLConnection.HTTP_UNAVAILABLE || PASSING_CODES.contains(code);
    return Failure.refusal(exitCode(status, code), sentence, passing, code);
  }

  /** Returns whether the code means that something is full or a rate limit was exceeded. */
  static boolean isLimit(String code) {
    return LIMIT_CODES.contains(code);
  }

  private static Map<String, String> problem(@Nullable InputStream body) throws IOException {
    if (body == null) {
      return Map.of();
    }
    byte[] bytes;
    try (body) {
      bytes = body.readNBytes(MAX_BYTES);
    }
    try (var json = JsonStream.read(bytes)) {
      return JsonStream.members(json);
    } catch (IOException e) {
      return Map.of(); // A proxy's page; the status is all we know.
    }
  }

  private static String advised(String sentence, String advice) {
    var open = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    return advice.isEmpty() ? sentence : open + "; " + advice;
  }

  private static String wait(@Nullable String retryAfter) {
    return retryAfter == null || !SECONDS.matcher(retryAfter).matches() ? ""
        : "try again in " + Span.words(Integer.parseInt(retryAfter));
  }

  private static int exitCode(int status, String code) {
    return switch (status) {
      case 401, 403 -> ExitCode.NOT_ALLOWED;
      case 404 -> ExitCode.NOT_FOUND;
      case TOO_MANY_REQUESTS, 507 -> ExitCode.LIMITED;
      default -> isLimit(code) ? ExitCode.LIMITED : ExitCode.REFUSED;
    };
  }
}
