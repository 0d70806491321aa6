package io.ramtalk.server;

import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

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

  /** Says what is wrong, and not the whole help, in which that would be lost. */
  private static int refuse(ParameterException fault, String... arguments) {
    var command = fault.getCommandLine();
    command.getErr().println("ramtalk-server: " + fault.getMessage());
    UnmatchedArgumentException.printSuggestions(fault, command.getErr());
    command.getErr().println("Try 'ramtalk-server --help'.");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  static CommandLine commandLine(Map<String, String> environment) {
    var command = new CommandLine(new ServerCommand());
    ConnectionOptions.addTo(command.getCommandSpec());
    return command
        .setDefaultValueProvider(new EnvironmentDefaults(environment))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Main::refuse);
  }
}
