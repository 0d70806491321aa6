package io.ramtalk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Docs;
import io.ramtalk.DocsShell;
import io.ramtalk.Tools;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.server.RamTalkServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The agreement of the documentation with the command line: blocks run, and tables are complete.
 */
final class DocsTest {
  private static final String PAGE = "docs/cli.md";
  private static final Pattern NAME = Pattern.compile("`([a-z]+)`");

  @TempDir
  private Path directory;

  @ParameterizedTest
  @MethodSource("shellPages")
  void shellBlocks_inTheirOrder_run(String page) throws IOException {
    Tools.require("curl");
    Files.write(directory.resolve("me.png"), Pictures.GIF);
    makeLauncher();
    var builder = RamTalkServer.builder().port(0).smsFacade(page.equals("docs/sms.md"));

    try (var server = builder.build().start()) {
      assertThat(new DocsShell(directory, server.uri()).run(page)).isNotBlank();
    }
  }

  private static List<String> shellPages() throws IOException {
    return Docs.shellPages(true);
  }

  @Test
  void commands_areAllListed() throws IOException {
    var listed = Docs.rows(PAGE).stream().map(row -> row.get(0))
        .flatMap(cell -> NAME.matcher(cell).results().map(name -> name.group(1))).toList();

    var help = CommandRun.of(
        Map.of(), new byte[0], CommandRun.TIMEOUTS, "--help").out();
    var commands = help.substring(help.indexOf("Commands:"), help.indexOf("Exit codes:")).lines()
        .skip(1).filter(line -> line.matches(" {2}[a-z].*"))
        .map(line -> line.strip().split(" ", 2)[0]).toList();

    assertThat(commands).hasSizeGreaterThan(15);
    assertThat(listed).containsExactlyInAnyOrderElementsOf(commands);
  }

  @Test
  void exitCodes_areAllListed() throws IOException {
    var listed = Docs.rows(PAGE).stream().map(row -> row.get(0))
        .filter(cell -> cell.matches("[0-9]+")).toList();

    var codes = Stream.of(ExitCode.OK, ExitCode.REFUSED, ExitCode.USAGE, ExitCode.NOT_FOUND,
        ExitCode.TIMED_OUT, ExitCode.NOT_ALLOWED, ExitCode.LIMITED, ExitCode.UNREACHABLE);

    assertThat(listed).containsExactlyElementsOf(codes.map(String::valueOf).toList());
  }

  /** Creates a launcher that runs the classes under test, since no jar is built yet. */
  private void makeLauncher() throws IOException {
    var launcher = directory.resolve("bin/ramtalk");
    Files.createDirectories(launcher.getParent());
    var classPath = System.getProperty(
        "surefire.test.class.path", System.getProperty("java.class.path"));
    Files.writeString(launcher, "#!/bin/sh\nexec '" + Tools.require("java") + "' -cp '"
        + classPath + "' " + Main.class.getName() + " \"$@\"\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
  }
}
