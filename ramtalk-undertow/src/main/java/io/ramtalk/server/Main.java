package io.ramtalk.server;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Starts a server from a shell. */
public final class Main {
  private Main() {}

  /**
   * Runs until the process is told to stop.
   *
   * @param args the flags; {@code --help} lists them
   */
  public static void main(String[] args) {
    var commandLine = commandLine(System.getenv());
    ServerCommand command = commandLine.getCommand();
    System.exit(commandLine.setExecutionStrategy(parsed -> {
      command.log().apply();
      return new RunLast().execute(parsed);
    }).execute(args));
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
