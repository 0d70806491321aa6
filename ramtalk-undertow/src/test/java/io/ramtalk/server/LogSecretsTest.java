package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.server.internal.wire.MediaType;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs at every level contain neither message texts nor credentials. */
final class LogSecretsTest {
  private static final Pattern CODE = Pattern.compile("\\b\\d{6}\\b");
  private static final String MOBILE = "01798765432";
  private static final String NAME = "Annabella";
  private static final String TEXT = "meet me at the harbour";
  private static final String ADMIN_TOKEN = "an admin token of a test";

  @TempDir
  private Path directory;

  @Test
  void everyLine_isAnObject_andTellsNoSecret() throws Exception {
    var log = directory.resolve("log");
    String code;
    String token;
    try (var server = start(log, "--access", "otp", "--otp-delivery", "console", "--log-format",
        "json", "--log-level", "debug", "--admin-token", ADMIN_TOKEN)) {
      var caller = new Caller(server.uri());
      code = askForCode(server, caller);
      var login = caller.postJson("/login", """
          {"mobile": "%s", "code": "%s", "name": "%s"}""".formatted(MOBILE, code, NAME));
      token = login.text("token");
      var id = login.text("user_id");

      caller.postJson("/login", """
          {"mobile": "%s", "code": "%s"}""".formatted(MOBILE, code));
      as(caller, token, "/send", send(id, id, TEXT));
      as(caller, token, "/send", send(id, "nobody" + TEXT, TEXT));
      as(caller, token, "/send", send(id, id, TEXT.repeat(1_000)));
      as(caller, token, "/send", "{\"message\": \"" + TEXT + "\", ");
      as(caller, token, "/" + TEXT.replace(' ', '+') + "/" + token, "{}");
      as(caller, token + "x", "/receive/" + id + "?mobile=" + MOBILE, "{}");
      as(caller, ADMIN_TOKEN + "x", "/users/" + id, "{\"name\": 7}");
      caller.postForm("mobile=" + MOBILE + "x&name=" + NAME + "&code=" + code);
      assertThat(server.terminate()).isEqualTo(143);
    }

    var lines = Files.readAllLines(log);
    assertThat(lines).hasSizeGreaterThan(5)
        .allSatisfy(line -> assertThat(Caller.parse(line).get("message").asText()).isNotEmpty());
    assertThat(lines).anyMatch(line -> line.contains("\"code\":\"code_wrong\""))
        .anyMatch(line -> line.contains("\"code\":\"text_too_long\""))
        .anyMatch(line -> line.contains("\"code\":\"token_invalid\""))
        .anyMatch(line -> line.contains("\"code\":\"mobile_invalid\""));
    assertThat(String.join("\n", lines))
        .doesNotContain(MOBILE, NAME, "harbour", code, token, ADMIN_TOKEN);
  }

  @Test
  void level_error_saysNothingOfRefusals() throws Exception {
    var log = directory.resolve("log");
    try (var server = start(log, "--log-level", "error")) {
      assertThat(new Caller(server.uri()).get("/none").status()).isEqualTo(404);
      server.terminate();
    }

    assertThat(log).isEmptyFile();
  }

  private ServerProcess start(Path log, String... arguments) throws IOException {
    var all = Stream.concat(Stream.of("--port", "0"), Stream.of(arguments)).toArray(String[]::new);
    return ServerProcess.startLogging(log, directory, List.of(), List.of(), all);
  }

  private static String askForCode(ServerProcess server, Caller caller) throws Exception {
    assertThat(caller.postJson("/otp", "{\"mobile\": \"" + MOBILE + "\"}").status())
        .isEqualTo(202);
    var code = CODE.matcher(server.line());
    assertThat(code.find()).isTrue();
    return code.group();
  }

  private static String send(String from, String to, String text) {
    return """
        {"from_id": "%s", "to_id": "%s", "message": "%s"}""".formatted(from, to, text);
  }

  private static void as(Caller caller, String token, String path, String body) {
    caller.call(caller.request(path).header("Content-Type", MediaType.JSON)
        .header("Authorization", "Bearer " + token).POST(BodyPublishers.ofString(body)).build());
  }
}
