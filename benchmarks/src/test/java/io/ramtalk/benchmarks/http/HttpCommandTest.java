package io.ramtalk.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpCommandTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..");

  @TempDir
  private Path directory;

  @Test
  void wrkMissing_saysHowToInstallIt() throws Exception {
    Files.createFile(directory.resolve("taskset")).toFile().setExecutable(true);
    var output = directory.resolve("output").toFile();
    var builder = new ProcessBuilder(
        ProcessHandle.current().info().command().orElse("java"), "-XX:-UsePerfData", "-cp",
        System.getProperty("java.class.path"), HttpCommand.class.getName(), "--ramtalk", "any.jar")
        .redirectErrorStream(true).redirectOutput(output);
    builder.environment().put("PATH", directory.toString());

    var process = builder.start();

    try {
      Eventually.exits(process);
      assertThat(process.exitValue()).isOne();
      assertThat(Files.readString(output.toPath())).endsWith(
          "benchmarks/run: wrk is not installed; on Debian: apt-get install wrk\n");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void valuesOutOfRange_areRefused() {
    assertThat(refusal("--rounds", "0")).startsWith("--rounds must be 1 to 100: 0");
    assertThat(refusal("--rounds", "101")).startsWith("--rounds must be 1 to 100: 101");
    assertThat(refusal("--seconds", "601")).startsWith("--seconds must be 1 to 600: 601");
    assertThat(refusal("--warm-up", "601")).startsWith("--warm-up must be 0 to 600: 601");
    assertThat(refusal("--work", "nothing")).contains("messages, users1000, bulk");
    assertThat(refusal("--against", "none.jar")).startsWith("No such file: none.jar");
  }

  @Test
  void against_twoFilesOfOneName_areRefused() throws Exception {
    var one = Files.createFile(Files.createDirectory(directory.resolve("one")).resolve("a.jar"));
    var two = Files.createFile(Files.createDirectory(directory.resolve("two")).resolve("a.jar"));

    assertThat(refusal("--against", one.toString(), "--against", two.toString()))
        .startsWith("Each --against needs a unique file name");
  }

  @Test
  void jvmFlags_areThoseOfTheLauncher() throws Exception {
    var launcher = Files.readString(ROOT.resolve("bin/ramtalk-server"), StandardCharsets.UTF_8);
    var start = launcher.substring(launcher.indexOf("exec \"$java\""));
    var flags = Pattern.compile("-XX:\\S+").matcher(start).results().map(flag -> flag.group());

    assertThat(HttpContender.JVM_FLAGS).containsExactlyElementsOf(flags.toList());
  }

  private static String refusal(String... options) {
    var errors = new StringWriter();
    var arguments = new ArrayList<>(List.of("--ramtalk", "any.jar"));
    arguments.addAll(List.of(options));

    int exit = HttpCommand.commandLine().setErr(new PrintWriter(errors, true))
        .execute(arguments.toArray(String[]::new));

    assertThat(exit).isEqualTo(2);
    return errors.toString();
  }
}
