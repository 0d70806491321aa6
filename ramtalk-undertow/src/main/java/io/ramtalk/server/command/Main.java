package io.ramtalk.server.command;

import io.ramtalk.server.internal.wire.Announcer;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point of the server. */
public final class Main {
  private Main() {}

  /**
   * Runs the server until the process is stopped.
   *
   * @param args the options; {@code --help} lists them
   */
  public static void main(String[] args) {
    run(ServerFlags.NONE, args);
  }

  /**
   * Runs the server with additional options until the process is stopped.
   *
   * @param more the options of another module
   * @param args the options; {@code --help} lists them
   */
  public static void run(ServerFlags more, String... args) {
    var commandLine = commandLine(System.getenv(), more);
    ServerCommand command = commandLine.getCommand();
    System.exit(commandLine.setExecutionStrategy(parsed -> {
      command.log().apply();
      return new RunLast().execute(parsed);
    }).execute(args));
  }

  /** Prints the error without the full help, in which it would be hard to find. */
  private static int refuse(ParameterException fault, String... arguments) {
    var command = root(fault.getCommandLine());
    ServerCommand server = command.getCommand();
    var terminal = new Announcer(command.getErr(), server.log().isJson());
    terminal.fail(String.valueOf(fault.getMessage()));
    if (server.log().isJson()) {
      return command.getCommandSpec().exitCodeOnInvalidInput();
    }
    UnmatchedArgumentException.printSuggestions(fault, command.getErr());
    command.getErr().println("Try 'ramtalk-server --help'.");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static CommandLine root(CommandLine command) {
    return command.getCommandSpec().root().commandLine();
  }

  public static CommandLine commandLine(Map<String, String> environment) {
    return commandLine(environment, ServerFlags.NONE);
  }

  private static CommandLine commandLine(Map<String, String> environment, ServerFlags more) {
    var command = new CommandLine(new ServerCommand(more));
    if (!more.equals(ServerFlags.NONE)) {
      command.getCommandSpec().addMixin("more", CommandSpec.forAnnotatedObject(more));
    }
    ConnectionOptions.addTo(command.getCommandSpec());
    Subjects.list(command);
    command.addSubcommand(new ServerCompletion());
    return command
        .setDefaultValueProvider(new EnvironmentDefaults(environment))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Main::refuse);
  }
}
