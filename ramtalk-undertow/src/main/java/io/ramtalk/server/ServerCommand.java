package io.ramtalk.server;

import io.ramtalk.RamTalk;
import io.ramtalk.VirtualClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a server until the process is told to stop. */
@Command(
    name = "ramtalk-server",
    description = "A mailbox for people that lives in RAM, served over HTTP.",
    versionProvider = ServerCommand.Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Each option can be set in the environment too: --mailbox-capacity 9 is the",
      "same as RAMTALK_MAILBOX_CAPACITY=9. A flag counts before the environment, the",
      "environment before the default.",
      "",
      "Exit codes: 1 cannot listen, read a file or write the port file, 2 wrong",
      "usage, 130 stopped by SIGINT, 143 by SIGTERM."
    })
final class ServerCommand implements Callable<Integer> {
  @Mixin
  private final NetworkOptions network = new NetworkOptions();

  @Mixin
  private final AccessOptions access = new AccessOptions();

  @Mixin
  private final RateOptions rates = new RateOptions();

  @Mixin
  private final LimitOptions limits = new LimitOptions();

  @Mixin
  private final SmsOptions sms = new SmsOptions();

  @Mixin
  private final LogOptions log = new LogOptions();

  @Option(names = "--test-controls",
      description = "For tests, on this machine alone: let them move the clock, have everything"
          + " forgotten and plan faults by the routes below /test.")
  private boolean testControls;

  @SuppressWarnings("unused")
  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and exit.")
  private boolean help;

  @SuppressWarnings("unused")
  @Option(names = {"-V", "--version"}, versionHelp = true,
      description = "Show the version and exit.")
  private boolean version;

  @Spec
  private @Nullable CommandSpec spec;

  private final ServerFlags more;
  private final CountDownLatch stopped = new CountDownLatch(1);

  ServerCommand(ServerFlags more) {
    this.more = more;
  }

  @Override
  public Integer call() throws InterruptedException {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    var out = commandLine.getOut();
    try (var server = server(commandLine).start()) {
      stopWithProcess(server, out);
      network.writePort(server.port());
      out.println(greeting(server));
      out.flush();
      stopped.await();
      return 0;
    } catch (IOException e) {
      commandLine.getErr().println("ramtalk-server: " + e.getMessage());
      return 1;
    }
  }

  /** Returns how this command logs; only a process of its own logs so. */
  LogOptions log() {
    return log;
  }

  private RamTalkServer server(CommandLine commandLine) throws IOException {
    try {
      var builder = RamTalkServer.builder();
      network.apply(builder);
      access.apply(builder, commandLine.getOut());
      rates.apply(builder);
      sms.apply(builder);
      ConnectionOptions.apply(commandLine.getCommandSpec(), builder);
      var clock = testControls ? VirtualClock.running(Clock.systemUTC()) : null;
      if (clock != null) {
        builder.testControls(clock);
      }
      builder.messenger(limits.messenger(clock == null ? Clock.systemUTC() : clock, more));
      more.apply(builder);
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine, String.valueOf(e.getMessage()), e);
    }
  }

  private void stopWithProcess(RamTalkServer server, PrintWriter out) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      server.close();
      var words = more.farewell();
      var farewell = words == null ? farewell(server.messenger()) : words;
      server.messenger().close();
      out.println(farewell);
      out.flush();
      stopped.countDown();
    }, "ramtalk-stop"));
  }

  private static String farewell(RamTalk talk) {
    var census = talk.census();
    long messages = census.waiting() + census.leased();
    return "RAMTalk stopped; " + census.users() + " users and " + messages
        + " messages that nobody fetched are gone with it.";
  }

  private String greeting(RamTalkServer server) {
    var bounds = server.messenger().limits();
    return "RAMTalk listens on " + server.uri() + " (" + access.words() + "; mailboxes of "
        + bounds.mailboxCapacity() + " messages, texts of " + bounds.textBytes()
        + " bytes, pictures of " + bounds.imageBytes() + " bytes, " + bounds.users()
        + " users). " + more.whereDataLives()
        + (server.isOverheard() ? " Whoever shares the network can read what is sent: use"
            + " --tls-cert, or a proxy that speaks TLS." : "");
  }

  /** Reads the version from the manifest of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = ServerCommand.class.getPackage().getImplementationVersion();
      return new String[] {"ramtalk-server " + (version == null ? "(not packaged)" : version)};
    }
  }
}
