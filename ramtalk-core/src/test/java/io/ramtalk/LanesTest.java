package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The counts of the long lane, which agree in CONTRIBUTING.md, the build and the tests. */
final class LanesTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..").normalize();
  private static final List<String> TESTS = List.of("ramtalk-core", "ramtalk-undertow",
      "ramtalk-cli", "extensions/ramtalk-hazelcast", "extensions/ramtalk-junit", "benchmarks");
  private static final Pattern ROW =
      Pattern.compile("\\| `(ramtalk[.\\w]+)` \\| .+ \\| (\\w+) \\|");
  private static final Pattern SETTING = Pattern.compile("<(ramtalk[.\\w]+)>(\\w+)</");
  private static final Pattern READ =
      Pattern.compile("(?:getInteger|getLong|getProperty)\\(\\s*\"(ramtalk[.\\w]+)\"");

  @Test
  void counts_documented_asTheLongLaneSetsThem() throws IOException {
    var documented = pairs(ROW, ROOT.resolve("CONTRIBUTING.md"));

    assertThat(documented).isNotEmpty().isEqualTo(pairs(SETTING, ROOT.resolve("pom.xml")));
  }

  @Test
  void counts_readByTests_documented() throws IOException {
    var read = new TreeSet<String>();
    for (var module : TESTS) {
      try (var files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          READ.matcher(Files.readString(file)).results().forEach(one -> read.add(one.group(1)));
        }
      }
    }
    read.remove("ramtalk.model.seed");

    assertThat(read).isEqualTo(pairs(ROW, ROOT.resolve("CONTRIBUTING.md")).keySet());
  }

  private static Map<String, String> pairs(Pattern pattern, Path file) throws IOException {
    var pairs = new TreeMap<String, String>();
    pattern.matcher(Files.readString(file)).results()
        .forEach(pair -> pairs.put(pair.group(1), pair.group(2)));
    return pairs;
  }
}
