package io.ramtalk.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the problem details (RFC 9457) of a request that a server refused. */
final class Refusal {
  private static final int MAX_BYTES = 64 << 10;
  private static final Set<String> LIMIT_CODES = Set.of("mailbox_full", "ram_exhausted",
      "too_many_users", "too_many_waiting", "too_many_watches");
  private static final Set<String> PASSING_CODES = Set.of("closed", "send_in_progress");

  private Refusal() {}

  static Failure read(int status, @Nullable InputStream body) throws IOException {
    var problem = body == null ? Map.<String, String>of() : problem(body);
    var sentence = problem.getOrDefault("detail",
        problem.getOrDefault("title", "the server answers with HTTP status " + status));
    var code = problem.getOrDefault("code", "");
    int exitCode = exitCode(status, code);
    return status == HttpURLConnection.HTTP_UNAVAILABLE || PASSING_CODES.contains(code)
        ? Failure.passing(exitCode, sentence) : new Failure(exitCode, sentence);
  }

  /** Returns whether something is full, or a rate is limited. */
  static boolean isLimit(String code) {
    return LIMIT_CODES.contains(code);
  }

  private static Map<String, String> problem(InputStream body) throws IOException {
    byte[] bytes;
    try (body) {
      bytes = body.readNBytes(MAX_BYTES);
    }
    try (var json = Json.read(bytes)) {
      return Json.members(json);
    } catch (IOException e) {
      return Map.of(); // A proxy's page, not a problem: the status says enough.
    }
  }

  private static int exitCode(int status, String code) {
    return switch (status) {
      case 401, 403 -> ExitCode.NOT_ALLOWED;
      case 404 -> ExitCode.NOT_FOUND;
      case 429, 507 -> ExitCode.LIMITED;
      default -> isLimit(code) ? ExitCode.LIMITED : ExitCode.REFUSED;
    };
  }
}
