package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.ExceptionReport;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Shell;
import io.ramtalk.cli.internal.client.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The entry point: sends and receives short messages from a shell. */
@Command(name = "ramtalk", scope = ScopeType.INHERIT,
    header = "Talks to a RAMTalk server.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true, versionProvider = Version.class,
    parameterListHeading = "%nArguments:%n", optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      ExitCode.OK + ":success",
      ExitCode.REFUSED + ":rejected by the server, or the output could not be written",
      ExitCode.USAGE + ":wrong usage",
      ExitCode.NOT_FOUND + ":not found",
      ExitCode.TIMED_OUT + ":timeout: the server did not respond to the request, or no awaited "
          + "message arrived",
      ExitCode.NOT_ALLOWED + ":not allowed",
      ExitCode.LIMITED + ":a mailbox or the server is full, or a rate limit was exceeded",
      ExitCode.UNREACHABLE + ":the server could not be reached, or the connection was lost"
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  RAMTALK_SERVER   address of the server, unless --server is given",
      "  RAMTALK_TOKEN    token for the server, used instead of the stored one",
      "  RAMTALK_CACERT   file of certificates to trust, unless --cacert is given"
    })
public final class Main implements Callable<Integer> {
  /* Building the model of a command takes milliseconds, so normally only the model of the requested
   * command is built. The help, a suggestion and a completion script need all of them. Converters
   * for times and database types take as long, and no option needs them, so they are excluded. */
  private static final String UNUSED_CONVERTERS = "java[.](time|sql)[.].*";

  private static final String COMPLETION = "completion";
  private static final Map<String, Function<SharedOptions, Callable<Integer>>> COMMANDS =
      new LinkedHashMap<>();

  static {
    COMMANDS.put("signup", SignupCommand::new);
    COMMANDS.put("login", LoginCommand::new);
    COMMANDS.put("logout", LogoutCommand::new);
    COMMANDS.put("logins", LoginsCommand::new);
    COMMANDS.put("send", SendCommand::new);
    COMMANDS.put("receive", ReceiveCommand::new);
    COMMANDS.put("await", AwaitCommand::new);
    COMMANDS.put("sent", SentCommand::new);
    COMMANDS.put("read", ReadCommand::new);
    COMMANDS.put("listen", ListenCommand::new);
    COMMANDS.put("chat", ChatCommand::new);
    COMMANDS.put("users", UsersCommand::new);
    COMMANDS.put("profile", ProfileCommand::new);
    COMMANDS.put("export", ExportCommand::new);
    COMMANDS.put("leave", LeaveCommand::new);
    COMMANDS.put("stats", StatsCommand::new);
    COMMANDS.put("snapshot", SnapshotCommand::new);
    COMMANDS.put("health", HealthCommand::new);
    COMMANDS.put(COMPLETION, options -> new CompletionCommand());
  }

  private static final char REPLACEMENT_CHARACTER = '\ufffd';

  @Mixin
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private final SharedOptions options;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  private Main(SharedOptions options) {
    this.options = options;
  }

  /**
   * Runs one command and exits the process with its exit code.
   *
   * @param args the command-line arguments
   */
  public static void main(String[] args) {
    var shell = Shell.ofProcess();
    System.exit(isGarbled(args) ? refuseGarbled(shell) : run(shell, args));
  }

  static int run(Shell shell, String... args) {
    var faults = new ExceptionReport();
    int exitCode = commandLine(new SharedOptions(shell), args.length == 0 ? "" : args[0])
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(shell.out())
        .setErr(shell.err())
        .setParameterExceptionHandler(faults)
        .setExecutionExceptionHandler(faults)
        .execute(args);
    if (shell.out().checkError()) {
      shell.err().println("ramtalk: the output could not be written");
      exitCode = exitCode == ExitCode.OK ? ExitCode.REFUSED : exitCode;
    }
    shell.err().flush();
    return exitCode;
  }

  /** Prints the help, because no command was given. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return ExitCode.USAGE;
  }

  private static CommandLine commandLine(SharedOptions options, String firstWord) {
    System.setProperty("picocli.converters.excludes", UNUSED_CONVERTERS);
    var line = new CommandLine(new Main(options));
    boolean needsAll = !COMMANDS.containsKey(firstWord) || firstWord.equals(COMPLETION);
    COMMANDS.forEach((name, command) -> {
      if (needsAll || name.equals(firstWord)) {
        line.addSubcommand(name, command.apply(options));
      }
    });
    return line;
  }

  /** Returns whether the JVM lost characters of the arguments, as outside ASCII in the C locale. */
  private static boolean isGarbled(String... args) {
    return !"UTF-8".equals(System.getProperty("native.encoding"))
        && String.join("", args).indexOf(REPLACEMENT_CHARACTER) >= 0;
  }

  private static int refuseGarbled(Shell shell) {
    shell.err().println("ramtalk: this locale cannot represent the arguments; "
        + "set LC_ALL=C.UTF-8");
    shell.err().flush();
    return ExitCode.USAGE;
  }
}
