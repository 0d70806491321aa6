package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.server.command.EnvironmentDefaults;
import io.ramtalk.server.command.Main;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The systemd unit and the container file use only options that the server and the JVM accept. */
final class PackagingTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", "."), "src", "main", "packaging");
  private static final Pattern VARIABLE = Pattern.compile("RAMTALK_[A-Z_]+");
  private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");
  private static final int REST_MIB = 128;
  private static final int HEAP_KIB_PER_CONNECTION = 64;
  private static final int BUFFER_KIB_PER_CONNECTION = 48;
  private static final int SMALLEST_CONTAINER_MIB = 1_024;

  private static String unit;
  private static String container;

  @BeforeAll
  static void read() throws IOException {
    /* In both files a backslash at the end of a line continues the line. */
    unit = Files.readString(FOLDER.resolve("ramtalk-server.service")).replace("\\\n", "");
    container = Files.readString(FOLDER.resolve("Containerfile")).replace("\\\n", "");
  }

  @Test
  void settings_areThoseOfTheCommandLine() {
    var flags = new TreeSet<String>();
    var variables = new TreeSet<String>();
    for (var option : Main.commandLine(Map.of()).getCommandSpec().options()) {
      flags.add(option.longestName());
      variables.add(EnvironmentDefaults.variable(option.longestName()));
    }

    assertThat(all(FLAG, unit)).contains("--budget-bytes").isSubsetOf(flags);
    assertThat(all(VARIABLE, unit)).contains("RAMTALK_ACCESS").isSubsetOf(variables);
    assertThat(all(VARIABLE, container)).contains("RAMTALK_HOST").isSubsetOf(variables);
  }

  @Test
  void jvmFlags_areThoseOfTheLauncherToo() throws IOException {
    var switches = Launcher.jvmFlags().stream().filter(flag -> !flag.contains("=")).toList();

    assertThat(switches).hasSizeGreaterThanOrEqualTo(5);
    assertThat(unitCommand()).containsAll(switches);
    assertThat(json("ENTRYPOINT")).containsAll(switches);
  }

  @Test
  void jvmFlags_areKnownToTheJvm() throws Exception {
    assertThat(run(version(unitCommand()), 0)).isZero();
    assertThat(run(version(json("ENTRYPOINT")), 0)).isZero();
  }

  @Test
  void memory_ofTheUnit_isTheSumOfItsParts() {
    int parts = number("-Xmx(\\d+)m", unit)
        + number("-XX:MaxDirectMemorySize=(\\d+)m", unit) + fixed(unit);

    assertThat(number("MemoryMax=(\\d+)M", unit)).isEqualTo(parts + REST_MIB);
    assertThat(number("-Xms(\\d+)m", unit)).isEqualTo(number("-Xmx(\\d+)m", unit));
    assertThat(unit.lines()).contains("MemorySwapMax=0", "LimitCORE=0");
  }

  @Test
  void buffers_ofTheUnit_areEnoughForItsConnections() {
    int connections = Math.min(ConnectionLimit.CONNECTIONS.defaultValue(),
        number("-Xmx(\\d+)m", unit) * 1_024 / HEAP_KIB_PER_CONNECTION);

    assertThat(number("-XX:MaxDirectMemorySize=(\\d+)m", unit) * 1_024)
        .isGreaterThanOrEqualTo(connections * BUFFER_KIB_PER_CONNECTION);
  }

  @Test
  void memory_ofTheContainer_hasRoomForItsParts() {
    int heap = number("-XX:MaxRAMPercentage=(\\d+)\"", container) * SMALLEST_CONTAINER_MIB / 100;

    /* By default, the JVM lets direct buffers take as much memory as the heap. */
    assertThat(2 * heap + fixed(container) + REST_MIB).isLessThan(SMALLEST_CONTAINER_MIB);
    assertThat(container).contains("--memory=1g --memory-swap=1g");
  }

  @Test
  void stop_isGivenTheTimeThatTheServerTakes() {
    assertThat(number("TimeoutStopSec=(\\d+)", unit))
        .isGreaterThan((int) RamTalkServer.DRAIN_TIMEOUT.toSeconds() + 2);
    assertThat(unit.lines()).contains("SuccessExitStatus=143");
  }

  @Test
  void locks_areOn() {
    assertThat(unit.lines()).contains("DynamicUser=yes", "ProtectSystem=strict",
        "NoNewPrivileges=yes", "SystemCallFilter=@system-service", "CapabilityBoundingSet=");
    assertThat(container).containsPattern("\nUSER [1-9]\\d+:[1-9]\\d+\n")
        .contains("--read-only ", "no-new-privileges");
    assertThat(container).containsPattern("\nFROM [a-z-]+:[\\w-]+\n");
  }

  @Test
  void healthCheck_seesWhetherTheServerLives() throws Exception {
    var check = json("CMD");
    int port;
    try (var server = RamTalkServer.builder().port(0).build().start()) {
      port = server.port();

      assertThat(run(check, port)).isZero();
    }

    assertThat(run(check, port)).isNotZero();
  }

  private static int fixed(String text) {
    return number("-XX:MaxMetaspaceSize=(\\d+)m", text)
        + number("-XX:ReservedCodeCacheSize=(\\d+)m", text);
  }

  private static List<String> unitCommand() {
    var line = unit.lines().filter(candidate -> candidate.startsWith("ExecStart=")).findFirst();
    return List.of(line.orElseThrow().substring("ExecStart=".length()).split(" +"));
  }

  /** Returns the words of a container file instruction in JSON array form. */
  private static List<String> json(String instruction) {
    int start = container.indexOf("[", container.indexOf(instruction + " ["));
    var words = Caller.parse(container.substring(start, container.indexOf("]\n", start) + 1));
    return StreamSupport.stream(words.spliterator(), false).map(word -> word.asText()).toList();
  }

  /**
   * Returns the command for this JVM with the same flags, except that it only prints the version.
   */
  private static List<String> version(List<String> command) {
    var words = new ArrayList<>(command.subList(0, command.indexOf("-jar")));
    words.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-version");
    return words;
  }

  private static int run(List<String> command, int port) throws Exception {
    var builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("RAMTALK_PORT", String.valueOf(port));
    var process = builder.start();
    try {
      Eventually.exits(process);
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static int number(String pattern, String text) {
    var found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return Integer.parseInt(found.group(1));
  }

  private static TreeSet<String> all(Pattern pattern, String text) {
    var found = new TreeSet<String>();
    pattern.matcher(text).results().forEach(match -> found.add(match.group()));
    return found;
  }
}
