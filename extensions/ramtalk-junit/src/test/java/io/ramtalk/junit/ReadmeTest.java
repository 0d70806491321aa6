package io.ramtalk.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README shows of tests is in the examples, which are compiled and run here. */
final class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final Path MODULE = Path.of(System.getProperty("basedir", "."));

  @Test
  void examples_areThoseThatRunHere() throws IOException {
    var examples = files(MODULE.resolve("examples"));
    var shown = BLOCK.matcher(Files.readString(MODULE.resolve("../../README.md"))).results()
        .map(block -> squeezed(block.group(1)))
        .filter(block -> block.contains("@Test")).toList();

    assertThat(shown).isNotEmpty().allSatisfy(block ->
        assertThat(examples).anyMatch(example -> example.contains(block)));
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found.filter(file -> file.toString().endsWith(".java"))
          .map(ReadmeTest::read).map(ReadmeTest::squeezed).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", " ").trim();
  }
}
