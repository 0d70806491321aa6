package io.ramtalk.server;

import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/** Starts a server from a shell. */
public final class Main {
  /* Kept here because the JDK forgets the level of a logger that nobody holds. */
  private static final List<Logger> LIBRARIES =
      List.of(Logger.getLogger("org.xnio"), Logger.getLogger("org.jboss"),
          Logger.getLogger("io.undertow"));

  private Main() {}

  /**
   * Runs until the process is told to stop.
   *
   * @param args the flags; {@code --help} lists them
   */
  public static void main(String[] args) {
    LIBRARIES.forEach(library -> library.setLevel(Level.WARNING));
    System.exit(commandLine(System.getenv()).execute(args));
  }

  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new ServerCommand())
        .setDefaultValueProvider(new EnvironmentDefaults(environment))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }
}
