package io.ramtalk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documentation of the repository, for tests that compare it with the software. */
public final class Docs {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern COMMAND_LINE = Pattern.compile("^bin/ramtalk ", Pattern.MULTILINE);

  private Docs() {}

  /**
   * One fenced block of a page.
   *
   * @param page the path of the page below {@link #root}
   * @param language the word behind the fence, empty if there is none
   * @param language the language behind the fence, or an empty string
   */
  public record Block(String page, String language, String code) {}

  /**
   * Returns the root folder of the repository.
   *
   * @return a folder that contains the README
   */
  public static Path root() {
    var folder = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();
    while (!Files.exists(folder.resolve("CONTRIBUTING.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /**
   * Returns the pages for readers: the README, CONTRIBUTING and everything below docs.
   *
   * @return paths below the root
   * @throws IOException if the folder cannot be read
   */
  public static List<String> pages() throws IOException {
    var pages = new ArrayList<>(List.of("README.md", "CONTRIBUTING.md"));
    try (Stream<Path> files = Files.walk(root().resolve("docs"))) {
      files.map(file -> root().relativize(file).toString())
          .filter(name -> name.endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  /**
   * Reads a page.
   *
   * @param page its path below the root
   * @return its text
   * @throws IOException if it cannot be read
   */
  public static String read(String page) throws IOException {
    return Files.readString(root().resolve(page));
  }

  /**
   * Returns the fenced blocks of a page, in their order.
   *
   * @param page its path below the root
   * @return the blocks
   * @throws IOException if it cannot be read
   */
  public static List<Block> blocks(String page) throws IOException {
    return BLOCK.matcher(read(page)).results()
        .map(block -> new Block(page, block.group(1), block.group(2))).toList();
  }

  /**
   * Returns the fenced blocks of all pages.
   *
   * @return the blocks
   * @throws IOException if a page cannot be read
   */
  public static List<Block> blocks() throws IOException {
    var blocks = new ArrayList<Block>();
    for (var page : pages()) {
      blocks.addAll(blocks(page));
    }
    return blocks;
  }

  /**
   * Returns the pages that have shell blocks to run, either those that use the command line or
   * those that do not.
   *
   * @param withCommandLine true for the pages that use the command line
   * @return paths below the root
   * @throws IOException if a page cannot be read
   */
  public static List<String> shellPages(boolean withCommandLine) throws IOException {
    var found = new ArrayList<String>();
    for (var page : pages()) {
      var blocks = blocks(page).stream().filter(block -> block.language().equals("sh")).toList();
      if (!blocks.isEmpty() && withCommandLine == blocks.stream()
          .anyMatch(block -> COMMAND_LINE.matcher(block.code()).find())) {
        found.add(page);
      }
    }
    return found;
  }

  /**
   * Returns the rows of all tables of a page, without the rule below each head.
   *
   * @param page its path below the root
   * @return the cells of each row
   * @throws IOException if it cannot be read
   */
  public static List<List<String>> rows(String page) throws IOException {
    return read(page).lines()
        .filter(line -> line.startsWith("| ") && line.endsWith(" |"))
        .map(line -> Stream.of(line.substring(1, line.length() - 1).split("\\|", -1))
            .map(String::strip).toList()).toList();
  }
}
