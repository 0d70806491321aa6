package io.ramtalk.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The launcher script {@code bin/ramtalk-server}. */
final class Launcher {
  static final Path FILE =
      Path.of(System.getProperty("basedir", "."), "..", "bin", "ramtalk-server").normalize();

  private static final Pattern JVM_FLAG = Pattern.compile("-XX:[-+\\w=]+");

  private Launcher() {}

  /** Returns the flags that the launcher gives to each JVM. */
  static List<String> jvmFlags() throws IOException {
    var text = Files.readString(FILE);
    return jvmFlags(text.substring(text.indexOf("exec \"$java\"")));
  }

  /** Returns the JVM flags in a text. */
  static List<String> jvmFlags(String text) {
    return JVM_FLAG.matcher(text).results().map(MatchResult::group).toList();
  }
}
