package io.ramtalk.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the problem details (RFC 9457) of a request that a server refused. */
final class Refusal {
  private static final int MAX_BYTES = 64 << 10;
  private static final Set<String> LIMIT_CODES = Set.of("mailbox_full", "too_many_users");

  private Refusal() {}

  static Failure read(int status, @Nullable InputStream body) throws IOException {
    var problem = body == null ? Map.<String, String>of() : problem(body);
    var sentence = problem.getOrDefault("detail",
        problem.getOrDefault("title", "the server answers with HTTP status " + status));
    return new Failure(exitCode(status, problem.getOrDefault("code", "")), sentence);
  }

  private static Map<String, String> problem(InputStream body) throws IOException {
    byte[] bytes;
    try (body) {
      bytes = body.readNBytes(MAX_BYTES);
    }
    try (var json = Json.read(new ByteArrayInputStream(bytes))) {
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
      default -> LIMIT_CODES.contains(code) ? ExitCode.LIMITED : ExitCode.REFUSED;
    };
  }
}
