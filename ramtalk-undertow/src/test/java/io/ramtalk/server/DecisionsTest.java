package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the decision records name is there. */
final class DecisionsTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..");
  private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w+Test\\b");
  private static final Pattern FLAG = Pattern.compile("`(--[a-z-]+)`");

  @Test
  void tests_named_exist() throws IOException {
    assertThat(named(TEST)).hasSizeGreaterThan(10).isSubsetOf(testClasses());
  }

  @Test
  void flags_named_exist() throws IOException {
    var configuration = Files.readString(ROOT.resolve("docs/configuration.md"));

    assertThat(named(FLAG)).hasSizeGreaterThan(10)
        .allSatisfy(flag -> assertThat(configuration).contains(flag));
  }

  private static Set<String> named(Pattern pattern) throws IOException {
    var names = new TreeSet<String>();
    try (var files = Files.list(ROOT.resolve("docs/adr"))) {
      for (var file : files.toList()) {
        pattern.matcher(Files.readString(file)).results()
            .forEach(name -> names.add(name.group().replace("`", "")));
      }
    }
    return names;
  }

  private static Set<String> testClasses() throws IOException {
    var names = new TreeSet<String>();
    for (var folder : List.of(ROOT, ROOT.resolve("extensions"))) {
      try (var modules = Files.list(folder)) {
        for (var module : modules.toList()) {
          addTestClasses(module.resolve("src/test/java"), names);
        }
      }
    }
    return names;
  }

  private static void addTestClasses(Path sources, Set<String> names) throws IOException {
    if (Files.isDirectory(sources)) {
      try (var files = Files.walk(sources)) {
        files.map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith("Test.java"))
            .forEach(name -> names.add(name.replace(".java", "")));
      }
    }
  }
}
