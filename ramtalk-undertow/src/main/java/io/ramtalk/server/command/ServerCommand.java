package io.ramtalk.server.command;

import io.ramtalk.Usage;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.RamTalkServer;
import io.ramtalk.server.internal.wire.Announcer;
import io.ramtalk.server.internal.wire.Plurals;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Locale;
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

/** Runs a server until the process is stopped. */
@Command(
    name = "ramtalk-server",
    description = "In-memory mailboxes, served over HTTP.",
    versionProvider = ServerCommand.Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Every option can also be set in the environment: --mailbox-capacity 9 is the",
      "same as RAMTALK_MAILBOX_CAPACITY=9. An option takes precedence over the",
      "environment, and the environment over the default.",
      "",
      "Exit codes: 1 if the server cannot listen, read a file or write the port file,",
      "2 for wrong usage, 130 when stopped by SIGINT, 143 by SIGTERM."
    })
public final class ServerCommand implements Callable<Integer> {
  private static final Logger LOG = System.getLogger(ServerCommand.class.getName());

  @Mixin
  private final NetworkOptions network = new NetworkOptions();

  @Mixin
  private final AccessOptions access = new AccessOptions();

  @Mixin
  private final RateOptions rates = new RateOptions();

  @Mixin
  private final LimitOptions limits = new LimitOptions();

  @Mixin
  private final DataOptions data = new DataOptions();

  @Mixin
  private final SmsOptions sms = new SmsOptions();

  @Mixin
  private final LogOptions log = new LogOptions();

  @Option(names = "--test-controls",
      description = "Enable the routes below /test, which move the clock, delete all data and"
          + " plan faults. For tests on this machine only.")
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
    if (commandLine.getDefaultValueProvider() instanceof EnvironmentDefaults defaults) {
      FlagNames.unknownVariables(commandLine.getCommandSpec(), defaults.environment())
          .forEach(sentence -> LOG.log(Level.WARNING, sentence));
    }
    var terminal = new Announcer(commandLine.getOut(), log.isJson());
    try (var server = server(commandLine, terminal).start()) {
      stopWithProcess(server, terminal);
      network.writePort(server.port());
      terminal.say("started", greeting(server), json -> {
        json.writeStringField("uri", server.uri().toString());
        json.writeStringField("access", server.access().name().toLowerCase(Locale.ROOT));
      });
      stopped.await();
      return 0;
    } catch (IOException e) {
      new Announcer(commandLine.getErr(), log.isJson()).fail(String.valueOf(e.getMessage()));
      return 1;
    }
  }

  /** Returns the log options, which only a standalone process applies. */
  LogOptions log() {
    return log;
  }

  private RamTalkServer server(CommandLine commandLine, Announcer terminal) throws IOException {
    try {
      var builder = RamTalkServer.builder();
      network.apply(builder);
      access.apply(builder, terminal);
      rates.apply(builder);
      sms.apply(builder);
      ConnectionOptions.apply(commandLine.getCommandSpec(), builder);
      var clock = testControls ? VirtualClock.running(Clock.systemUTC()) : null;
      if (clock != null) {
        builder.testControls(clock);
      }
      builder.messenger(data.messenger(
          limits.builder(clock == null ? Clock.systemUTC() : clock, more), terminal));
      more.apply(builder);
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine, FlagNames.asTyped(
          commandLine.getCommandSpec(), String.valueOf(e.getMessage())), e);
    }
  }

  private void stopWithProcess(RamTalkServer server, Announcer terminal) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      server.close();
      var words = more.farewell();
      if (words == null) {
        sayWhatIsLost(terminal, server.messenger().operations().usage());
      } else {
        terminal.say("stopped", words, json -> { });
      }
      server.messenger().close();
      stopped.countDown();
    }, "ramtalk-stop"));
  }

  private static void sayWhatIsLost(Announcer terminal, Usage usage) {
    long messages = usage.waiting() + usage.leased();
    var sentence = "RAMTalk stopped; " + Plurals.of(usage.users(), "user") + " and "
        + Plurals.of(messages, "undelivered message") + " are lost.";
    terminal.say("stopped", sentence, json -> {
      json.writeNumberField("users", usage.users());
      json.writeNumberField("messages", messages);
    });
  }

  private String greeting(RamTalkServer server) throws UnknownHostException {
    var bounds = server.messenger().limits();
    return "RAMTalk listens on " + server.uri() + " (" + access.words() + "; mailboxes of "
        + Plurals.of(bounds.mailboxCapacity(), "message") + ", texts of "
        + Plurals.of(bounds.textBytes(), "byte") + ", pictures of "
        + Plurals.of(bounds.imageBytes(), "byte") + ", " + Plurals.of(bounds.users(), "user")
        + "). " + more.whereDataLives()
        + (isOverheard(server.uri()) ? " Traffic is not encrypted: use --tls-cert, or a proxy with"
            + " TLS." : "");
  }

  /** Returns whether other machines can read the unencrypted traffic. */
  private static boolean isOverheard(URI uri) throws UnknownHostException {
    return uri.getScheme().equals("http")
        && !InetAddress.getByName(uri.getHost()).isLoopbackAddress();
  }

  /** Reads the version from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = ServerCommand.class.getPackage().getImplementationVersion();
      return new String[] {"ramtalk-server " + (version == null ? "(not packaged)" : version)};
    }
  }
}
