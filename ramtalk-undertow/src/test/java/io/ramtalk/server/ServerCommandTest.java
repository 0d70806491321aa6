package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Limits;
import io.ramtalk.Overflow;
import io.ramtalk.RamTalk;
import io.ramtalk.server.command.FlagNames;
import io.ramtalk.server.command.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class ServerCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void help_listsEveryFlagWithItsDefault() {
    int exit = command(Map.of()).execute("--help");

    assertThat(exit).isZero();
    var help = out.toString().replaceAll("\\s+", " ");
    assertThat(help).contains("--host=HOST", "(default: 127.0.0.1", "--port=PORT",
        "(default: 8000)", "--port-file=FILE", "--insecure-open", "--mailbox-capacity=MESSAGES",
        "(default: 5)", "--text-bytes=BYTES", "(default: 4096)", "--name-characters=CHARACTERS",
        "(default: 64)", "--image-bytes=BYTES", "(default: 51200)", "--image-side-pixels=PIXELS",
        "(default: 2048)", "--users=COUNT", "(default: 10000000)",
        "--receipts=MESSAGES", "(default: 64)", "--send-ids, --idempotency-keys=COUNT",
        "(default: 256)",
        "--budget-bytes=BYTES", "half of the heap", "--overflow=WAY", "(default: REJECT)",
        "--log-format=FORMAT", "(default: text)", "--log-level=LEVEL", "(default: info)",
        "--help", "--version",
        "RAMTALK_MAILBOX_CAPACITY", "Exit codes:");
  }

  @Test
  void help_namesEveryLimit() {
    command(Map.of()).execute("--help");

    for (var limit : Limits.class.getRecordComponents()) {
      var flag = "--" + limit.getName().replaceAll("([A-Z])", "-$1").toLowerCase();
      assertThat(out.toString()).contains(flag + "=");
    }
  }

  @Test
  void help_listsFlagsBySubject() {
    var command = command(Map.of());
    command.execute("--help");

    var headings = List.of("Address:", "Access:", "Rates:", "Limits:", "Data:", "Connections:",
        "SMS:",
        "Tests:", "Log:", "Help:");
    assertThat(out.toString().lines().filter(headings::contains))
        .containsExactlyElementsOf(headings);
    assertThat(heading("--port")).isEqualTo("Address:");
    assertThat(heading("--admin-token")).isEqualTo("Access:");
    assertThat(heading("--sends-per-user")).isEqualTo("Rates:");
    assertThat(heading("--region")).isEqualTo("Limits:");
    assertThat(heading("--restore")).isEqualTo("Data:");
    assertThat(heading("--head-timeout")).isEqualTo("Connections:");
    assertThat(heading("--buffers")).isEqualTo("Connections:");
    assertThat(heading("--sms-account")).isEqualTo("SMS:");
    assertThat(heading("--test-controls")).isEqualTo("Tests:");
    assertThat(heading("--log-level")).isEqualTo("Log:");
    for (var option : command.getCommandSpec().options()) {
      assertThat(out.toString().lines().filter(line -> line.matches(
          " +(-.*, )?" + option.longestName() + "([= ].*|$)"))).as(option.longestName()).hasSize(1);
    }
  }

  /** Returns the heading above a flag in the help text. */
  private String heading(String flag) {
    var help = out.toString();
    return help.substring(0, help.indexOf("  " + flag)).lines()
        .filter(line -> line.matches("[A-Z]\\w+:")).reduce("", (before, after) -> after);
  }

  @Test
  void version_shown() {
    int exit = command(Map.of()).execute("--version");

    assertThat(exit).isZero();
    assertThat(out.toString()).startsWith("ramtalk-server ");
  }

  @Test
  void environment_countsBelowFlagsAndAboveDefaults() {
    var command = command(Map.of("RAMTALK_PORT", "1234", "RAMTALK_USERS", "7",
        "RAMTALK_INSECURE_OPEN", "true", "RAMTALK_OVERFLOW", "drop_oldest",
        "RAMTALK_HELP", "true", "RAMTALK_VERSION", "true"));

    command.parseArgs("--users", "8");

    assertThat(value(command, "--port")).isEqualTo(1234);
    assertThat(value(command, "--users")).isEqualTo(8);
    assertThat(value(command, "--overflow")).isEqualTo(Overflow.DROP_OLDEST);
    assertThat(value(command, "--insecure-open")).isEqualTo(true);
    assertThat(value(command, "--text-bytes")).isEqualTo(4096);
    assertThat(value(command, "--help")).isEqualTo(false);
    assertThat(value(command, "--version")).isEqualTo(false);
  }

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {
    "RAMTALK_IDEMPOTENCY_KEYS, 7, -, -, 7", "RAMTALK_SEND_IDS, 7, -, -, 7",
    "RAMTALK_SEND_IDS, 7, RAMTALK_IDEMPOTENCY_KEYS, 8, 8",
  })
  void environment_earlierName_readUnlessTheNewOneIsSet(
      String variable, String value, String other, String otherValue, int keys) {
    var environment = new HashMap<>(Map.of(variable, value));
    if (other != null) {
      environment.put(other, otherValue);
    }
    var command = command(environment);

    command.parseArgs();

    assertThat(value(command, "--idempotency-keys")).isEqualTo(keys);
    assertThat(FlagNames.unknownVariables(command.getCommandSpec(), environment)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--idempotency-keys", "--send-ids"})
  void idempotencyKeys_byEitherName_set(String flag) {
    var command = command(Map.of());

    command.parseArgs(flag, "9");

    assertThat(value(command, "--idempotency-keys")).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--port x                    | --port",
    "--port 65536                | --port must be 0 to 65535: 65536",
    "--port -1                   | --port must be 0 to 65535: -1",
    "--mailbox-capacity 0        | --mailbox-capacity must be 1 to 10000: 0",
    "--mailbox-capacity 10001    | --mailbox-capacity must be 1 to 10000: 10001",
    "--text-bytes 0              | --text-bytes must be 1 to 1048576: 0",
    "--name-characters 1001      | --name-characters must be 1 to 1000: 1001",
    "--image-bytes 99999999      | --image-bytes must be 1 to 16777216: 99999999",
    "--image-side-pixels 65536   | --image-side-pixels must be 1 to 65535: 65536",
    "--users 0                   | --users must be 1 to 2147483647: 0",
    "--users 2147483648          | --users",
    "--users                     | --users",
    "--receipts 0                | --receipts must be 1 to 10000: 0",
    "--idempotency-keys 10001    | --idempotency-keys must be 1 to 10000: 10001",
    "--send-ids 10001            | --idempotency-keys must be 1 to 10000: 10001",
    "--budget-bytes 0            | --budget-bytes must be 1 to 9223372036854775807: 0",
    "--overflow discard          | --overflow",
    "--host no.such.host.invalid | --host cannot be resolved: no.such.host.invalid",
    "--host 0.0.0.0              | --insecure-open",
    "--restore                   | --restore",
    "--access custom             | --access must be open or otp",
    "--access otp                | --otp-delivery",
    "--access otp --otp-delivery webhook | --otp-webhook",
    "--access otp --otp-delivery console --host 0.0.0.0 | --insecure-console",
    "--admin-token short         | --admin-token must have at least 16",
    "--token-idle soon           | 30s, 5m, 24h or 30d",
    "--token-idle 3651d          | --token-idle must be 1ms to 3650d: 3651d",
    "--token-life 0s             | --token-life must be 1ms to 3650d: 0ms",
    "--sends-per-user many       | --sends-per-user: A rate is permits per period",
    "--tls-cert cert.pem         | --tls-cert and --tls-key must be set together",
    "--allow-origin chat.example | --allow-origin must look like https://chat.example",
    "--trusted-proxy proxy       | --trusted-proxy: ",
    "--sms-account AC1           | --sms-account and --sms-token must be set together",
    "--sms-token secret          | --sms-account and --sms-token must be set together",
    "--sms-facade --insecure-open --host 0.0.0.0 | --sms-account",
    "--test-controls --access otp --otp-delivery console --insecure-console --host 0.0.0.0 "
        + "| --test-controls",
    "--test-controls --trusted-proxy 127.0.0.1 | --trusted-proxy",
    "--test-controls --allow-host chat.example | --allow-host chat.example",
    "--trusted-proxy 127.0.0.1   | --insecure-open",
    "--allow-host chat.example   | --insecure-open",
    "--allow-origin https://chat.example | --insecure-open",
    "--access otp --otp-delivery console --trusted-proxy ::1 | --insecure-console",
    "--access otp --otp-delivery console --allow-host a.example:80 | --insecure-console",
    "--insecure-open --sms-facade --allow-origin http://a.example | --sms-account",
    "--log-level loud            | --log-level",
    "--log-format xml            | --log-format",
    "--region Bangladesh         | --region: A region is a two-letter country code",
    "--no-such-flag              | --no-such-flag",
    "stray                       | stray",
  })
  void flags_wrong_exit2AndNameTheFault(String arguments, String fault) {
    int exit = command(Map.of()).execute(arguments.split(" "));

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains(fault, "Try 'ramtalk-server --help'.")
        .hasLineCount(2).doesNotContain("\tat ").doesNotContainPattern(" \\([a-z]+[A-Z]")
        .doesNotContainPattern("PT[0-9]|P[0-9]+D");
  }

  @Test
  void environment_wrong_exit2AndNamesTheFault() {
    int exit = command(Map.of("RAMTALK_PORT", "eight")).execute();

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("--port", "eight");
  }

  @Test
  void environment_unknownVariables_namedWithTheirNearest() {
    var spec = command(Map.of()).getCommandSpec();

    assertThat(FlagNames.unknownVariables(spec, Map.of("RAMTALK_MAILBOX_CAPACTY", "9",
        "RAMTALK_ACCES", "otp", "RAMTALK_PORT", "1", "RAMTALK_SERVER", "http://localhost",
        "RAMTALK_JAVA_OPTS", "-Xmx1g", "PATH", "/bin"))).containsExactly(
            "RAMTALK_ACCES is not a setting; did you mean RAMTALK_ACCESS?",
            "RAMTALK_MAILBOX_CAPACTY is not a setting; did you mean RAMTALK_MAILBOX_CAPACITY?");
  }

  @ParameterizedTest
  @CsvSource({"'', '', 0", "a, '', 1", "'', ab, 2", "kitten, sitting, 3", "abc, acb, 2"})
  void distance_isThatOfLevenshtein(String from, String to, int distance) {
    assertThat(FlagNames.distance(from, to)).isEqualTo(distance);
    assertThat(FlagNames.distance(to, from)).isEqualTo(distance);
  }

  @Test
  void logFormat_json_wrongUsageIsALineOfJson() {
    int exit = command(Map.of()).execute("--log-format", "json", "--port", "65536");

    assertThat(exit).isEqualTo(2);
    var line = Caller.parse(err.toString());
    assertThat(err.toString()).hasLineCount(1);
    assertThat(line.get("level").asText()).isEqualTo("error");
    assertThat(line.get("message").asText()).isEqualTo("--port must be 0 to 65535: 65536");
  }

  @Test
  void process_logFormatJson_everyLineIsJson(@TempDir Path directory) throws Exception {
    var log = directory.resolve("log");
    try (var server = ServerProcess.startLogging(log, directory, List.of(), List.of(),
        "--port", "0", "--log-format", "json", "--access", "otp", "--otp-delivery", "console")) {
      var started = Caller.parse(server.greeting());
      var caller = new Caller(URI.create(started.get("uri").asText()));

      caller.postJson("/otp", "{\"mobile\": \"01711111111\"}");
      var code = Caller.parse(server.line());
      caller.get("/users");
      server.terminate();
      var stopped = Caller.parse(server.line());

      assertThat(started.get("event").asText()).isEqualTo("started");
      assertThat(started.get("access").asText()).isEqualTo("otp");
      assertThat(code.get("event").asText()).isEqualTo("code");
      assertThat(code.get("to").asText()).isEqualTo("01711111111");
      assertThat(code.get("code").asText()).matches("[0-9]{6}");
      assertThat(stopped.get("event").asText()).isEqualTo("stopped");
      assertThat(stopped.get("messages").asLong()).isZero();
      assertThat(Files.readAllLines(log)).isNotEmpty()
          .allSatisfy(line -> assertThat(Caller.parse(line).get("level").asText()).isNotEmpty());
    }
  }

  @Test
  void port_taken_exit1() throws IOException {
    try (var other = RamTalkServer.builder().port(0).build().start()) {
      int exit = command(Map.of()).execute("--port", String.valueOf(other.port()));

      assertThat(exit).isEqualTo(1);
      assertThat(err.toString()).startsWith("ramtalk-server: Cannot listen on 127.0.0.1:"
          + other.port() + ": ").doesNotContain("\tat ");
    }
  }

  @Test
  void portFile_notWritable_exit1AndNamed(@TempDir Path directory) {
    var file = directory.resolve("missing").resolve("port");

    int exit = command(Map.of()).execute("--port", "0", "--port-file", file.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).contains("Cannot write " + file);
  }

  @Test
  void restore_snapshotOrStandardInput_servesItsUsers(@TempDir Path directory) throws Exception {
    var file = directory.resolve("snapshot");
    try (var talk = RamTalk.create(); var out = Files.newOutputStream(file)) {
      var ana = talk.signUp("01711111111").user().id();
      talk.send(ana, ana, "Still here");
      talk.writeTo(out);
    }
    for (var source : List.of(file.toString(), "-")) {
      var reading = List.of("sh", "-c", "exec \"$@\" < \"$0\"", file.toString());
      try (var server = ServerProcess.start(
          directory, reading, List.of(), "--port", "0", "--restore", source)) {
        var caller = new Caller(URI.create(server.line().replaceFirst(".* on (\\S+) .*", "$1")));

        assertThat(server.greeting()).isEqualTo("RAMTalk restored 1 user and 1 message from "
            + (source.equals("-") ? "standard input" : file) + ".");
        assertThat(caller.get("/receive/01711111111").texts()).containsExactly("Still here");
      }
    }
  }

  @Test
  void restore_noSnapshot_exit1AndNamesTheFault(@TempDir Path directory) throws IOException {
    var missing = directory.resolve("missing");
    var wrong = Files.writeString(directory.resolve("wrong"), "RAMTalk?");

    assertThat(command(Map.of()).execute("--restore", missing.toString())).isEqualTo(1);
    assertThat(command(Map.of()).execute("--restore", wrong.toString())).isEqualTo(1);

    assertThat(err.toString().lines()).containsExactly(
        "ramtalk-server: Cannot restore " + missing + " (--restore): no such file",
        "ramtalk-server: Cannot restore " + wrong + " (--restore): Not a snapshot of RAMTalk");
  }

  @Test
  void process_servesUntilSigterm(@TempDir Path directory) throws Exception {
    var portFile = directory.resolve("port");
    try (var server = ServerProcess.start(directory, List.of(), List.of(), "--port", "0",
        "--port-file", portFile.toString(), "--mailbox-capacity", "1")) {
      var caller = new Caller(server.uri());
      var ana = caller.signUp("01711111111");
      var sent = caller.send(ana, ana, "Hello");
      var refused = caller.send(ana, ana, "Too much");

      int exit = server.terminate();

      assertThat(server.greeting()).contains("mailboxes of 1 message,", "RAM only");
      assertThat(Files.readString(portFile)).isEqualTo(server.uri().getPort() + "\n");
      assertThat(sent.status()).isEqualTo(200);
      assertThat(refused.json().get("detail").asText())
          .isEqualTo("User message queue full (max 1)");
      assertThat(exit).isEqualTo(143);
      assertThat(server.line()).isEqualTo(
          "RAMTalk stopped; 1 user and 1 undelivered message are lost.");
    }
  }

  @Test
  void process_withRegion_onePersonIsOneUser(@TempDir Path directory) throws Exception {
    try (var server = ServerProcess.start(
        directory, List.of(), List.of(), "--port", "0", "--region", "BD")) {
      var caller = new Caller(server.uri());

      var ana = caller.postMultipart(Multipart.ofCurl().field("mobile", "+880 1711-111111"))
          .text("user_id");

      assertThat(caller.get("/users?mobile=%E0%A7%A6%E0%A7%A7%E0%A7%AD%E0%A7%A7%E0%A7%A7%E0%A7%A7"
          + "%E0%A7%A7%E0%A7%A7%E0%A7%A7%E0%A7%A7%E0%A7%A7").json().fieldNames())
          .toIterable().containsExactly(ana);
      assertThat(caller.signUp("01711111111")).isEqualTo(ana);
    }
  }

  private CommandLine command(Map<String, String> environment) {
    return Main.commandLine(environment)
        .setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
  }

  private static Object value(CommandLine command, String flag) {
    return command.getCommandSpec().findOption(flag).getValue();
  }
}
