package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Docs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tests, flags and classes named in the decision records and the architecture exist. */
final class DecisionsTest {
  private static final Path ROOT = Docs.root();
  private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w+Test\\b");
  private static final Pattern FLAG = Pattern.compile("`(--[a-z-]+)`");
  private static final Pattern CLASS =
      Pattern.compile("`([A-Z][a-z]\\w*)(?:\\.([A-Z][a-z]\\w*))?(?:\\.\\w+)?`");
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|record|enum|interface) ([A-Z]\\w+)");
  private static final Set<String> OF_THE_JDK =
      Set.of("String", "ConcurrentHashMap", "ReentrantLock");
  private static final Set<String> NO_CLASSES = Set.of("Containerfile");

  @Test
  void tests_named_exist() throws IOException {
    assertThat(named(TEST)).hasSizeGreaterThan(10).isSubsetOf(testClasses());
  }

  @Test
  void flags_named_exist() throws IOException {
    var configuration = Docs.read("docs/configuration.md");

    assertThat(named(FLAG)).hasSizeGreaterThan(10)
        .allSatisfy(flag -> assertThat(configuration).contains(flag));
  }

  @Test
  void classes_named_exist() throws IOException {
    var types = new TreeSet<String>(OF_THE_JDK);
    for (var module : modules()) {
      for (var sources : List.of("src/main/java", "src/test/java")) {
        addTypes(module.resolve(sources), types);
      }
    }
    var named = new TreeSet<String>();
    for (var page : Docs.pages()) {
      if (page.startsWith("docs/adr/") || page.equals("docs/architecture.md")) {
        CLASS.matcher(Docs.read(page)).results().forEach(name -> {
          named.add(name.group(1));
          named.add(name.group(2) == null ? name.group(1) : name.group(2));
        });
      }
    }
    named.removeAll(NO_CLASSES);

    assertThat(named).hasSizeGreaterThan(100).isSubsetOf(types);
  }

  private static void addTypes(Path sources, Set<String> types) throws IOException {
    if (Files.isDirectory(sources)) {
      try (var files = Files.walk(sources)) {
        for (var file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
          TYPE.matcher(Files.readString(file)).results()
              .forEach(type -> types.add(type.group(1)));
        }
      }
    }
  }

  private static List<Path> modules() throws IOException {
    var found = new ArrayList<Path>();
    for (var folder : List.of(ROOT, ROOT.resolve("extensions"))) {
      try (var modules = Files.list(folder)) {
        modules.forEach(found::add);
      }
    }
    return found;
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
    for (var module : modules()) {
      addTestClasses(module.resolve("src/test/java"), names);
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
