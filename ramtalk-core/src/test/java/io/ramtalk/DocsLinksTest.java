package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The relative links of the documentation: each file and each anchor must exist. */
final class DocsLinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
  private static final Pattern BLOCK = Pattern.compile("^```.*?^```", Pattern.DOTALL
      | Pattern.MULTILINE);

  @ParameterizedTest
  @MethodSource("pages")
  void links_leadSomewhere(String page) throws IOException {
    var folder = Docs.root().resolve(page).getParent();
    for (var link : links(page)) {
      var parts = link.split("#", 2);
      var target = parts[0].isEmpty() ? Docs.root().resolve(page) : folder.resolve(parts[0]);

      assertThat(target).as(link).exists();
      if (parts.length > 1) {
        assertThat(anchors(Docs.root().relativize(target.normalize()).toString()))
            .as(link).contains(parts[1]);
      }
    }
  }

  @Test
  void pages_areAllLinkedFromTheReadme() throws IOException {
    var linked = links("README.md").stream().map(link -> link.replaceFirst("#.*", "")).toList();

    assertThat(Docs.pages()).hasSizeGreaterThan(15)
        .filteredOn(page -> !page.equals("README.md") && !page.startsWith("docs/adr/"))
        .isSubsetOf(linked);
  }

  @Test
  void readme_isShort() throws IOException {
    assertThat(Docs.read("README.md").lines()).hasSizeLessThanOrEqualTo(200);
  }

  private static List<String> pages() throws IOException {
    var pages = new ArrayList<>(Docs.pages());
    try (var files = Files.list(Docs.root().resolve("benchmarks"))) {
      files.map(file -> Docs.root().relativize(file).toString())
          .filter(name -> name.endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  private static List<String> links(String page) throws IOException {
    return LINK.matcher(withoutBlocks(page)).results().map(link -> link.group(1))
        .filter(link -> !link.matches("[a-z]+:.*")).toList();
  }

  /** Returns the anchors that GitHub gives to the headings of a page. */
  private static Set<String> anchors(String page) throws IOException {
    var anchors = new TreeSet<String>();
    HEADING.matcher(withoutBlocks(page)).results().forEach(heading -> anchors.add(
        heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "")
            .replace(' ', '-')));
    return anchors;
  }

  private static String withoutBlocks(String page) throws IOException {
    return BLOCK.matcher(Docs.read(page)).replaceAll("");
  }
}
