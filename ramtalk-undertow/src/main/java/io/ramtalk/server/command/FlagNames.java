package io.ramtalk.server.command;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** Converts setting names to the spelling of the command line and the environment. */
public final class FlagNames {
  /* Messages are also for programs that embed the server, so they name an option and the builder's
   * method: "--insecure-open (insecureOpen(true))". Messages about limits name the method alone. */
  private static final Pattern METHOD =
      Pattern.compile("(--[a-z-]+) \\([a-zA-Z]+(?:\\([a-z]*\\))?\\)");
  private static final Pattern FIRST_WORD = Pattern.compile("^[a-z][a-zA-Z]*(?= )");
  private static final String PREFIX = "RAMTALK_";

  /** Variables of the launchers and the command line, which may share a shell with the server. */
  private static final List<String> OTHERS =
      List.of("RAMTALK_JAVA_OPTS", "RAMTALK_SERVER", "RAMTALK_TOKEN", "RAMTALK_CACERT");

  private FlagNames() {}

  /** Returns a message with a command's options in place of the builder's methods. */
  static String asTyped(CommandSpec command, String message) {
    return FIRST_WORD.matcher(METHOD.matcher(message).replaceAll("$1")).replaceFirst(word -> {
      var flag = "--" + word.group().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      return command.findOption(flag) == null ? word.group() : flag;
    });
  }

  /** Runs a step and puts the name of the option in front of its error message. */
  static <T> T named(String flag, Supplier<T> step) {
    try {
      return step.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(flag + ": " + e.getMessage(), e);
    }
  }

  /** Returns a warning for each variable that looks like a setting but is unknown. */
  public static List<String> unknownVariables(CommandSpec command, Map<String,
      String> environment) {
    var known = new TreeSet<>(OTHERS);
    command.options().forEach(
        option -> EnvironmentDefaults.variables(option).forEach(known::add));
    return environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !known.contains(name)).sorted()
        .map(name -> name + " is not a setting; did you mean "
            + nearest(name, known).orElse("another") + "?").toList();
  }

  private static Optional<String> nearest(String name, Set<String> known) {
    return known.stream().min(Comparator.comparingInt(other -> distance(name, other)));
  }

  /** Returns the number of characters to insert, delete or replace (Levenshtein distance). */
  public static int distance(String from, String to) {
    var row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
