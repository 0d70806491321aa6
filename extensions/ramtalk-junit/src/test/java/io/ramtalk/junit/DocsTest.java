package io.ramtalk.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.ramtalk.Docs;
import io.ramtalk.Docs.Block;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The Java blocks of the documentation, which compile with the imports that they show, and run. */
final class DocsTest {
  private static final Pattern TYPE = Pattern.compile("(?:class|record|interface) (\\w+)");
  private static final Path EXAMPLES =
      Path.of(System.getProperty("basedir", ".")).resolve("examples");

  @TempDir
  private Path directory;

  @Test
  void blocks_areThere() throws IOException {
    assertThat(blocks()).hasSizeGreaterThan(4)
        .allSatisfy(block -> assertThat(block.code()).contains("import "));
    assertThat(blocks()).extracting(Block::page).contains("README.md", "docs/embedding.md");
  }

  @ParameterizedTest
  @MethodSource("otherThanExamples")
  void block_compiledWithItsImports_runs(Block block) throws Exception {
    try (var loader = compile(block)) {
      var type = loader.loadClass(nameOf(block));
      if (block.code().contains("@Test")) {
        var tests = EngineTestKit.engine("junit-jupiter").selectors(selectClass(type))
            .execute().testEvents();
        assertThat(tests.started().count()).isPositive();
        assertThat(tests.succeeded().count()).isEqualTo(tests.started().count());
      } else {
        type.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
      }
    }
  }

  private static List<Block> blocks() throws IOException {
    return Docs.blocks().stream().filter(block -> block.language().equals("java")).toList();
  }

  /** Returns all blocks except the examples, which the build compiles and runs. */
  private static List<Block> otherThanExamples() throws IOException {
    var examples = new ArrayList<String>();
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      for (var file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        examples.add(Files.readString(file).replaceFirst("package .*;\\s+", ""));
      }
    }
    return blocks().stream().filter(block -> !examples.contains(block.code())).toList();
  }

  private URLClassLoader compile(Block block) throws IOException {
    var source = directory.resolve(nameOf(block) + ".java");
    Files.writeString(source, block.code());
    var classPath = System.getProperty(
        "surefire.test.class.path", System.getProperty("java.class.path"));
    int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none",
        "-Xlint:all", "-Werror", "-cp", classPath, "-d", directory.toString(), source.toString());
    assertThat(code).as("exit code of javac for a block of " + block.page()).isZero();
    return new URLClassLoader(
        new URL[] {directory.toUri().toURL()}, DocsTest.class.getClassLoader());
  }

  private static String nameOf(Block block) {
    return TYPE.matcher(block.code()).results().findFirst().orElseThrow().group(1);
  }
}
