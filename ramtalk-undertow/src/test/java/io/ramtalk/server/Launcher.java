package io.ramtalk.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What {@code bin/ramtalk-server} says. */
final class Launcher {
  static final Path FILE =
      Path.of(System.getProperty("basedir", "."), "..", "bin", "ramtalk-server").normalize();

  private static final Pattern JVM_FLAG = Pattern.compile("-XX:[-+\\w=]+");

  private Launcher() {}

  /** Returns the flags that it gives to each JVM. */
  static List<String> jvmFlags() throws IOException {
    var text = Files.readString(FILE);
    return jvmFlags(text.substring(text.indexOf("exec \"$java\"")));
  }

  /** Returns the flags of a JVM that stand in a text. */
  static List<String> jvmFlags(String text) {
    return JVM_FLAG.matcher(text).results().map(MatchResult::group).toList();
  }
}
