package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The javadoc, which every JDK of the build can generate and which contains the examples. */
final class JavadocTest {
  private static final Path MODULE = Path.of(System.getProperty("basedir", "."));

  @Test
  void javadoc_ofThisModule_hasNoFaultAndShowsTheExamples(@TempDir Path out) throws IOException {
    var tool = ToolProvider.getSystemDocumentationTool();
    var faults = new StringWriter();
    try (var files = tool.getStandardFileManager(null, null, null);
        var sources = Files.walk(MODULE.resolve("src/main/java/io"))) {
      var units = files.getJavaFileObjectsFromPaths(
          sources.filter(file -> file.toString().endsWith(".java")).toList());

      var flags = List.of("-quiet", "-Xdoclint:all,-missing", "-d", out.toString(),
          "-classpath", System.getProperty("java.class.path"));

      boolean made = tool.getTask(faults, files, null, null, flags, units).call();

      assertThat(made).as(faults.toString()).isTrue();
      assertThat(faults.toString()).isEmpty();
    }
    assertThat(out.resolve("io/ramtalk/Draft.html")).content().contains("The code is 4711");
    assertThat(out.resolve("io/ramtalk/RamTalk.html")).content().contains("talk.receive(bo.id())");
  }

  /** Checks that examples avoid the snippet tag, which JDK 17 does not support. */
  @Test
  void examples_anywhere_areNoSnippets() throws IOException {
    try (var files = Files.walk(MODULE.resolve(".."))) {
      assertThat(files.filter(file -> file.toString().matches(".*/src/main/.*\\.java")))
          .isNotEmpty().allSatisfy(file -> assertThat(file).content().doesNotContain("{@snippet"));
    }
  }
}
