package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Docs;
import io.ramtalk.Docs.Block;
import io.ramtalk.DocsShell;
import io.ramtalk.RamTalk;
import io.ramtalk.Tools;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.command.EnvironmentDefaults;
import io.ramtalk.server.command.Main;
import io.ramtalk.server.internal.access.Rule;
import io.ramtalk.server.internal.wire.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/** The documentation agrees with the server: its blocks run, and its tables are complete. */
final class DocsTest {
  private static final String CONFIGURATION = "docs/configuration.md";
  private static final Path ROOT = Docs.root();
  private static final Pattern REFUSAL =
      Pattern.compile("new \\w+\\(\\s*([45]\\d\\d),\\s*\"([a-z_]+)\"");
  private static final Pattern INVALID = Pattern.compile("InvalidInput\\(\\s*\"(\\w+)\"");
  private static final Pattern FLAG = Pattern.compile("`(--[a-z]+(?:-[a-z]+)*)");
  private static final Pattern OPTION = Pattern.compile("\"(--[a-z]+(?:-[a-z]+)*)\"");
  private static final Pattern ROUTE = Pattern.compile("`([A-Z]+ /[^`]*)`");
  private static final Pattern CODE_NAME = Pattern.compile("`(\\w+)");

  /** The reasons why tests skip the code blocks that begin with these words. */
  private static final Map<String, String> NOT_RUN = new TreeMap<>(Map.of(
      "bin/ramtalk-server", "runs until it is stopped",
      "bin/ramtalk-cluster", "needs several members and runs until they are stopped",
      "bin/ramtalk listen", "runs until it is stopped",
      "bin/ramtalk login", "reads a code that was sent to a person",
      "export RAMTALK_TOKEN", "ends with a server that runs until it is stopped",
      "set -o pipefail", "needs programs for encryption",
      "bin/ramtalk --server https", "needs another server",
      "source <(", "belongs in the start-up file of a shell",
      "mvn ", "is the build that runs this test",
      "JAZZER_FUZZ=1 ", "runs for minutes"));

  @TempDir
  private Path directory;

  @ParameterizedTest
  @MethodSource("shellPages")
  void shellBlocks_inTheirOrder_run(String page) throws IOException {
    Tools.require("curl");
    Files.write(directory.resolve("me.png"), Pictures.png(1_000));
    var builder = RamTalkServer.builder().port(0);
    var shell = new DocsShell[1];
    if (page.equals("docs/security.md")) {
      builder.access(Access.OTP).codeDelivery(message -> shell[0].set("CODE", message.code()));
    }
    if (page.equals("docs/testing.md")) {
      control(builder);
    }

    try (var server = builder.build().start()) {
      shell[0] = new DocsShell(directory, server.uri());
      assertThat(shell[0].run(page)).isNotBlank();
    }
  }

  private static List<String> shellPages() throws IOException {
    return Docs.shellPages(false);
  }

  @Test
  void blocks_thatAreNotRun_haveAReason() throws IOException {
    var languages = Set.of("sh", "console", "java", "text", "xml", "nginx");

    assertThat(Docs.blocks()).hasSizeGreaterThan(20).allSatisfy(
        block -> assertThat(languages).as(block.toString()).contains(block.language()));
    assertThat(blocks("console")).isNotEmpty().allSatisfy(block -> assertThat(NOT_RUN.keySet())
        .as(block.toString()).anyMatch(words -> block.code().startsWith(words)));
    assertThat(NOT_RUN.keySet()).allSatisfy(words -> assertThat(blocks("console"))
        .as(words).anyMatch(block -> block.code().startsWith(words)));
  }

  @Test
  void flags_areAllListedWithVariableAndDefault() throws IOException {
    var rows = new TreeMap<String, List<String>>();
    for (var row : Docs.rows(CONFIGURATION)) {
      if (row.get(0).startsWith("`--")) {
        rows.put(unquoted(row.get(0)), row);
      }
    }
    var options = Main.commandLine(Map.of()).getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp()).toList();
    var flags = new TreeSet<>(options.stream().map(OptionSpec::longestName).toList());
    matches(ROOT.resolve("extensions/ramtalk-hazelcast"), OPTION)
        .forEach(flag -> flags.add(flag.group(1)));

    assertThat(rows.keySet()).isEqualTo(flags);
    assertThat(rows).allSatisfy((flag, row) ->
        assertThat(unquoted(row.get(1))).isEqualTo(EnvironmentDefaults.variable(flag)));
    assertThat(options).allSatisfy(option -> assertThat(
        isDefault(unquoted(rows.get(option.longestName()).get(2)), option))
        .as(option.longestName()).isTrue());
  }

  private static boolean isDefault(String shown, OptionSpec option) {
    var flag = option.longestName();
    for (var timeout : ConnectionTimeout.values()) {
      if (timeout.flag().equals(flag)) {
        return shown.equals(timeout.defaultText());
      }
    }
    for (var limit : ConnectionLimit.values()) {
      if (limit.flag().equals(flag)) {
        return shown.equals(String.valueOf(limit.defaultValue()));
      }
    }
    for (var rate : RateLimit.values()) {
      if (flag.equals("--" + rate.word().replace('_', '-'))) {
        return shown.equals(rate.defaultRate().toString());
      }
    }
    return isInitial(shown, option.initialValue());
  }

  private static boolean isInitial(String shown, Object value) {
    if (value instanceof Duration time) {
      return Durations.parse(shown).equals(time);
    } else if (value instanceof Long bytes) {
      return shown.equals("half of the heap") || shown.equals(bytes.toString());
    } else if (value instanceof Boolean on) {
      return shown.equals(on ? "on" : "off");
    } else if (value == null || value.equals(List.of())) {
      return shown.equals("none");
    }
    return shown.replace(",", "").equalsIgnoreCase(value.toString());
  }

  @Test
  void flags_onAnyPage_exist() throws IOException {
    var known = new TreeSet<>(Set.of("--help", "--version"));
    Main.commandLine(Map.of()).getCommandSpec().options()
        .forEach(option -> known.addAll(List.of(option.names())));
    for (var module : List.of("ramtalk-cli", "extensions/ramtalk-hazelcast")) {
      matches(ROOT.resolve(module), OPTION).forEach(flag -> known.add(flag.group(1)));
    }

    for (var page : Docs.pages()) {
      assertThat(FLAG.matcher(Docs.read(page)).results().map(flag -> flag.group(1)))
          .as(page).isSubsetOf(known);
    }
  }

  @Test
  void codes_areAllListedWithTheirStatus() throws IOException {
    var rows = Docs.rows("docs/errors.md");
    var refusals = matches(ROOT.resolve("ramtalk-undertow"), REFUSAL).stream()
        .map(match -> List.of(match.group(1), match.group(2))).toList();
    var invalid = matches(ROOT.resolve("ramtalk-core"), INVALID).stream()
        .map(match -> match.group(1)).filter(code -> !code.endsWith("_id_invalid")
            && !code.equals("max_invalid")).toList();

    assertThat(refusals).hasSizeGreaterThan(10).allSatisfy(refusal ->
        assertThat(rows).anyMatch(row -> row.get(0).equals(refusal.get(0))
            && row.get(1).contains("`" + refusal.get(1) + "`")));
    assertThat(invalid).hasSizeGreaterThan(5).allSatisfy(code ->
        assertThat(rows).anyMatch(row -> row.get(1).contains("`" + code + "`")));
  }

  @Test
  void routes_areAllListedWithTheirRule() throws IOException {
    var listed = new TreeMap<String, String>();
    for (var page : List.of("docs/http-api.md", "docs/testing.md", "docs/sms.md")) {
      Docs.rows(page).forEach(row -> ROUTE.matcher(row.get(0)).results()
          .forEach(route -> listed.put(route.group(1), row.get(1))));
    }
    var builder = RamTalkServer.builder().port(0)
        .access(Access.OTP).codeDelivery(message -> { });
    control(builder);

    var routes = new TreeMap<String, String>();
    try (var server = builder.build()) {
      server.routes().forEach(route -> routes.put(
          route.method() + " " + route.template(), word(route.rule())));
    }

    assertThat(listed).isEqualTo(routes);
  }

  private static String word(Rule rule) {
    return switch (rule) {
      case EVERYONE -> "anyone";
      case USER -> "user";
      case OWNER, OWNER_OR_FIRST_FRAME -> "owner";
      case ADMIN -> "admin";
    };
  }

  @Test
  void metrics_areAllListed() throws IOException {
    var listed = new TreeSet<String>();
    Docs.rows("docs/monitoring.md").forEach(row -> CODE_NAME.matcher(row.get(0)).results()
        .map(name -> name.group(1)).filter(name -> name.startsWith("ramtalk_"))
        .forEach(listed::add));
    try (var server = new TestServer()) {
      server.caller().get("/nowhere");
      var metrics = PrometheusText.parse(server.caller().get("/metrics").body());

      assertThat(metrics.families().keySet()).hasSizeGreaterThan(15)
          .allSatisfy(name -> assertThat(listed).contains(name));
    }
  }

  private static void control(RamTalkServerBuilder builder) {
    var clock = VirtualClock.running(Clock.systemUTC());
    builder.messenger(RamTalk.builder().clock(clock).build()).smsFacade(true)
        .testControls(clock);
  }

  private static List<Block> blocks(String language) throws IOException {
    return Docs.blocks().stream().filter(block -> block.language().equals(language)).toList();
  }

  private static String unquoted(String cell) {
    return cell.replace("`", "");
  }

  private static List<MatchResult> matches(Path module, Pattern pattern) throws IOException {
    var found = new ArrayList<MatchResult>();
    try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
      for (var file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        pattern.matcher(Files.readString(file)).results().forEach(found::add);
      }
    }
    return found;
  }
}
