package io.ramtalk.cli;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Session;
import io.ramtalk.cli.internal.client.TokenFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line with its real launcher, process and jar. */
final class LauncherIT {
  private static final Path LAUNCHER =
      Path.of("..", "bin", "ramtalk").toAbsolutePath().normalize();
  private static final Path JAR = Path.of("target", "ramtalk.jar").toAbsolutePath();
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String BENGALI = "\u09ac\u09be\u0982";
  /* The shell writes the name, because this JVM writes arguments in the locale of the build. */
  private static final String SIGN_UP_BENGALI = "exec \"$@\" signup --mobile 017 --name "
      + "\"$(printf '\\340\\246\\254\\340\\246\\276\\340\\246\\202')\"";

  @TempDir
  private Path folder;

  @Test
  void launcher_version_isThatOfTheJar() throws Exception {
    var run = run(Map.of(), LAUNCHER.toString(), "--version");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.line()).matches("ramtalk \\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void launcher_exitCode_isThatOfTheCommand() throws Exception {
    var run = run(Map.of("RAMTALK_SERVER", "http://127.0.0.1:1"), LAUNCHER.toString(), "users");

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(run.err()).startsWith("ramtalk: cannot reach");
  }

  @Test
  void launcher_plainLocale_speaksUtf8() throws Exception {
    try (var server = RealServer.start()) {
      for (var locale : List.of("C", "POSIX", "xx_XX.UTF-8")) {
        var environment = Map.of("RAMTALK_SERVER", server.uri().toString(), "LC_ALL", locale);

        run(environment, "sh", "-c", SIGN_UP_BENGALI, "sh", LAUNCHER.toString());
        var users = run(environment, LAUNCHER.toString(), "users");

        assertThat(users.line()).as(locale).endsWith("  " + BENGALI);
      }
    }
  }

  @Test
  void jar_plainLocale_refusesWhatTheJvmGarbled() throws Exception {
    try (var server = RealServer.start()) {
      var environment = Map.of("RAMTALK_SERVER", server.uri().toString(), "LC_ALL", "C");

      var run = run(environment, "sh", "-c", SIGN_UP_BENGALI, "sh", JAVA, "-jar", JAR.toString());

      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).contains("set LC_ALL=C.UTF-8");
      assertThat(server.talk().users()).isEmpty();
    }
  }

  @Test
  void launcher_standardInput_isSent() throws Exception {
    try (var server = RealServer.start()) {
      var ana = server.signUp("01711111111");
      var environment = Map.of("RAMTALK_SERVER", server.uri().toString());

      var run = run(environment, "sh", "-c", "echo Hello | \"$0\" send --from $1 --to $1",
          LAUNCHER.toString(), ana);

      assertThat(run.exitCode()).isZero();
      assertThat(server.run("receive", "--user", ana).line()).endsWith("Hello");
    }
  }

  @Test
  void launcher_symbolicLinks_areFollowed() throws Exception {
    var far = Files.createSymbolicLink(folder.resolve("far"), LAUNCHER);
    Files.createDirectory(folder.resolve("bin"));
    var near = Files.createSymbolicLink(folder.resolve("bin/ramtalk"), Path.of("../far"));

    assertThat(run(Map.of(), near.toString(), "--version").exitCode()).isZero();
    assertThat(run(Map.of(), far.toString(), "--version").exitCode()).isZero();
    Files.delete(far);
  }

  @Test
  void launcher_jarBesideIt_isRun() throws Exception {
    var home = Files.createDirectory(folder.resolve("a b"));
    var launcher = Files.copy(LAUNCHER, home.resolve("ramtalk"));
    Files.copy(JAR, home.resolve("ramtalk.jar"));

    assertThat(run(Map.of(), "sh", launcher.toString(), "--version").exitCode()).isZero();
  }

  @Test
  void launcher_jarMissing_saysWhereItGoes() throws Exception {
    var launcher = Files.copy(LAUNCHER, folder.resolve("ramtalk"));

    var run = run(Map.of(), "sh", launcher.toString(), "--version");

    assertThat(run.exitCode()).isEqualTo(127);
    assertThat(run.err()).isEqualTo(
        "ramtalk: ramtalk.jar is missing: put it into " + folder + "\n");
  }

  @Test
  void launcher_checkoutNotBuilt_buildsItOnce() throws Exception {
    var jar = checkout("cp '" + JAR + "' ramtalk-cli/target/ramtalk.jar");

    var first = run(Map.of("PATH", pathWithMaven()), launcherOfCheckout(), "--version");
    var second = run(Map.of("PATH", pathWithMaven()), launcherOfCheckout(), "--version");

    assertThat(first.err()).isEqualTo("ramtalk: building " + jar + "\n");
    assertThat(first.line()).startsWith("ramtalk ");
    assertThat(second.err()).isEmpty();
    assertThat(second.line()).isEqualTo(first.line());
  }

  @Test
  void launcher_buildFailing_saysSo() throws Exception {
    checkout("exit 1");

    var run = run(Map.of("PATH", pathWithMaven()), launcherOfCheckout(), "--version");

    assertThat(run.exitCode()).isEqualTo(127);
    assertThat(run.err()).endsWith("ramtalk: the build in " + folder + " failed\n");
    assertThat(run.out()).isEmpty();
  }

  /**
   * Creates a checkout whose Maven runs a shell command, and returns the path of the missing jar.
   */
  private Path checkout(String maven) throws IOException {
    Files.createDirectories(folder.resolve("ramtalk-cli/target"));
    Files.createFile(folder.resolve("pom.xml"));
    Files.createDirectory(folder.resolve("bin"));
    for (var name : List.of("ramtalk", "build.sh")) {
      Files.copy(LAUNCHER.resolveSibling(name), folder.resolve("bin").resolve(name));
    }
    var file = Files.writeString(folder.resolve("bin/mvn"), "#!/bin/sh\n" + maven + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return folder.resolve("ramtalk-cli/target/ramtalk.jar");
  }

  private String launcherOfCheckout() {
    return folder.resolve("bin/ramtalk").toString();
  }

  private String pathWithMaven() {
    return folder.resolve("bin") + File.pathSeparator + System.getenv("PATH");
  }

  @Test
  void launcher_javaMissing_saysSo() throws Exception {
    var run = run(Map.of("JAVA_HOME", folder.toString()), LAUNCHER.toString(), "--version");

    assertThat(run.exitCode()).isEqualTo(127);
    assertThat(run.err()).contains("JAVA_HOME is " + folder);
  }

  @Test
  void launcher_javaTooOld_saysSo() throws Exception {
    Files.createDirectory(folder.resolve("bin"));
    assertThat(Files.createFile(folder.resolve("bin/java")).toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"x y\"\nJAVA_VERSION=\"1.8.0_9\"\n");

    var run = run(Map.of("JAVA_HOME", folder.toString()), LAUNCHER.toString(), "--version");

    assertThat(run.exitCode()).isEqualTo(127);
    assertThat(run.err()).contains("is Java 1.8.0_9; Java 17 or later is required");
  }

  @Test
  void launcher_firstUse_makesAnArchiveThatHoldsTheClasses() throws Exception {
    try (var server = RealServer.start()) {
      var config = folder.resolve("config");
      TokenFile.in(config.resolve("ramtalk"))
          .keep(server.uri().toString(), new Session("token", "1", "017"));
      var environment = Map.of(
          "RAMTALK_SERVER", server.uri().toString(), "XDG_CONFIG_HOME", config.toString());

      var archive = awaitArchive();
      var loaded = run(environment, JAVA, "-Xshare:on", "-Xlog:class+load", "-XX:+UseSerialGC",
          "-XX:SharedArchiveFile=" + archive, "-cp", JAR.toString(), "io.ramtalk.cli.Main",
          "users").out();

      assertThat(loaded.lines().filter(line -> line.contains("source: file:"))).isEmpty();
      assertThat(loaded).contains("picocli.CommandLine source: shared objects file",
          "io.ramtalk.cli.internal.client.TokenFile source: shared objects file",
          "sun.nio.fs.UnixFileAttributeViews$Posix source: shared objects file",
          "jackson.core.JsonFactory source: shared objects file", "id  ");
    }
  }

  @Test
  void launcher_archiveThere_runsWithIt() throws Exception {
    awaitArchive();

    var run = run(Map.of("XDG_CACHE_HOME", folder.toString()), LAUNCHER.toString(), "--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.line()).startsWith("ramtalk ");
  }

  @Test
  void launcher_archiveBroken_runsWithoutIt() throws Exception {
    var archive = awaitArchive();
    Files.delete(archive);
    Files.writeString(archive, "broken");

    var run = run(Map.of("XDG_CACHE_HOME", folder.toString()), LAUNCHER.toString(), "--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).hasSize(1);
  }

  /** Runs a command for the first time, and returns its class-data archive once it is complete. */
  private Path awaitArchive() throws Exception {
    var cache = Files.createDirectory(folder.resolve("ramtalk"));
    try (var watcher = cache.getFileSystem().newWatchService()) {
      cache.register(watcher, ENTRY_CREATE, ENTRY_DELETE);

      var run = run(Map.of("XDG_CACHE_HOME", folder.toString()), LAUNCHER.toString(), "--version");

      assertThat(run.exitCode()).isZero();
      while (count(cache, ".jsa") != 1 || count(cache, ".making") != 0) {
        watcher.take().reset();
      }
    }
    try (var files = Files.list(cache)) {
      var archive = files.findFirst().orElseThrow();
      assertThat(archive).isNotEmptyFile();
      return archive;
    }
  }

  private static long count(Path folder, String end) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).count();
    }
  }

  /**
   * Runs a process in a minimal environment, without a writable cache unless the caller sets one.
   */
  private CommandRun run(Map<String, String> environment, String... command) throws Exception {
    var out = new File(folder.toFile(), "out");
    var err = new File(folder.toFile(), "err");
    var builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", System.getenv("PATH"),
        "JAVA_HOME", System.getProperty("java.home"), "XDG_CACHE_HOME", "/dev/null"));
    builder.environment().putAll(environment);
    var process = builder.start();
    process.getOutputStream().close();
    Eventually.exits(process);
    return new CommandRun(process.exitValue(), Files.readString(out.toPath()),
        Files.readString(err.toPath(), StandardCharsets.UTF_8));
  }
}
