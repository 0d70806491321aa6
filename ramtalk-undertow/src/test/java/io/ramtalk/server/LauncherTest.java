package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in its own source tree, with scripted substitutes for Maven and Java. */
final class LauncherTest {
  private static final Instant BUILT = Instant.parse("2026-11-22T10:44:00Z");
  private static final List<String> SOURCES = List.of("pom.xml", "ramtalk-core/pom.xml",
      "ramtalk-core/src/main/java/A.java", "ramtalk-undertow/pom.xml",
      "ramtalk-undertow/src/main/java/B.java");

  /* Writes an archive on request and counts the archives in a separate file. */
  private static final String ARCHIVING_JAVA = """
      case $1 in -XX:ArchiveClassesAtExit=*)
        echo made | tee -a "${0%/bin/java}/made" >"${1#*=}"
      esac
      echo java "$@\"""";

  @TempDir
  private Path home;

  private Path jar;

  @BeforeEach
  void plant() throws IOException {
    script("bin/mvn", "echo built; echo jar >'" + home + "/ramtalk-undertow/target/"
        + "ramtalk-server.jar'");
    script("bin/java", "echo java \"$@\"");
    for (var name : List.of("ramtalk-server", "build.sh")) {
      Files.copy(Launcher.FILE.resolveSibling(name), home.resolve("bin/" + name));
    }
    for (var source : SOURCES) {
      write(source, BUILT.minusSeconds(60));
    }
    jar = write("ramtalk-undertow/target/ramtalk-server.jar", BUILT);
    age(home.resolve("ramtalk-core/src"), BUILT.minusSeconds(60));
    age(home.resolve("ramtalk-undertow/src"), BUILT.minusSeconds(60));
  }

  @Test
  void jar_newerThanAllSources_isRun() throws Exception {
    assertThat(launch()).containsExactly("java -Xshare:auto -Xlog:cds*=off "
        + String.join(" ", Launcher.jvmFlags()) + " -jar " + jar + " --port 1 a b");
  }

  @Test
  void archive_madeOnceForEachJar_shared() throws Exception {
    script("bin/java", ARCHIVING_JAVA);

    for (int start = 0; start < 2; start++) {
      assertThat(launch()).singleElement().asString()
          .startsWith("java -XX:SharedArchiveFile=" + archive() + " ");
      assertThat(archive()).content().isEqualTo("made\n");
    }

    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(launch()).hasSize(1);
    assertThat(archive()).content().isEqualTo("made\n");
    assertThat(home.resolve("made")).content().isEqualTo("made\nmade\n");
  }

  @Test
  void archive_otherJdk_madeForThatOneToo() throws Exception {
    script("bin/java", ARCHIVING_JAVA);
    launch();
    var first = archive();

    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25\"\n");
    var other = launch();

    assertThat(other).singleElement().asString()
        .startsWith("java -XX:SharedArchiveFile=").doesNotContain(first.toString());
    Files.delete(home.resolve("release"));
    assertThat(launch()).singleElement().asString().contains(first.toString());
    assertThat(home.resolve("made")).content().isEqualTo("made\nmade\n");
  }

  @Test
  void archive_cannotBeMade_startedWithoutIt() throws Exception {
    script("bin/java", "case $1 in -XX:ArchiveClassesAtExit=*) exit 1 ;; esac\necho java \"$@\"");

    assertThat(launch()).singleElement().asString().startsWith("java -Xshare:auto ");
    assertThat(archive()).isEmptyFile();
    assertThat(launch()).singleElement().asString().startsWith("java -Xshare:auto ");
  }

  @Test
  void jar_missing_isBuilt() throws Exception {
    Files.delete(jar);

    assertThat(launch()).hasSize(3).contains("built");
    assertThat(launch()).hasSize(1);
  }

  @Test
  void source_newerThanTheJar_isBuilt() throws Exception {
    for (var source : SOURCES) {
      Files.setLastModifiedTime(jar, FileTime.from(BUILT));
      write(source, BUILT.plusSeconds(1));

      assertThat(launch()).as(source).hasSize(3).contains("built");
      write(source, BUILT.minusSeconds(60));
    }
  }

  @Test
  void source_taken_isBuilt() throws Exception {
    Files.delete(home.resolve("ramtalk-core/src/main/java/A.java"));

    assertThat(launch()).contains("built");
  }

  @Test
  void test_newerThanTheJar_isNothingToBuild() throws Exception {
    write("ramtalk-core/src/test/java/T.java", Instant.now());
    age(home.resolve("ramtalk-core/src"), BUILT.minusSeconds(60));

    assertThat(launch()).hasSize(1);
  }

  @Test
  void build_failing_nothingIsRun() throws Exception {
    write(SOURCES.get(0), BUILT.plusSeconds(1));
    script("bin/mvn", "exit 1");

    assertThat(launch()).noneMatch(line -> line.startsWith("java"));
  }

  @Test
  void sources_missing_jarIsRun() throws Exception {
    Files.delete(home.resolve("pom.xml"));
    Files.delete(home.resolve("ramtalk-core/pom.xml"));
    Files.move(home.resolve("ramtalk-core/src"), home.resolve("elsewhere"));

    assertThat(launch()).hasSize(1);
  }

  private List<String> launch() throws Exception {
    var out = home.resolve("out");
    var builder = new ProcessBuilder("sh", home.resolve("bin/ramtalk-server").toString(),
        "--port", "1", "a b").redirectInput(new File("/dev/null"))
        .redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("RAMTALK_JAVA_OPTS");
    var process = builder.start();
    Eventually.exits(process);
    return Files.readAllLines(out);
  }

  private Path archive() throws IOException {
    try (var files = Files.list(jar.getParent())) {
      var archives = files.filter(file -> file.toString().endsWith(".jsa")).toList();
      assertThat(archives).hasSize(1);
      return archives.get(0);
    }
  }

  private void script(String name, String command) throws IOException {
    var file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + command + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Path write(String name, Instant modified) throws IOException {
    var file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
    Files.setLastModifiedTime(file, FileTime.from(modified));
    return file;
  }

  /** Sets the modification time of a folder and of every folder below it. */
  private static void age(Path folder, Instant modified) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isDirectory).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(modified));
      }
    }
  }
}
