package io.ramtalk.server;

import io.ramtalk.Limits;
import io.ramtalk.Overflow;
import io.ramtalk.RamTalk;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
    footer = {
      "",
      "Each option can be set in the environment too: --mailbox-capacity 9 is the same as",
      "RAMTALK_MAILBOX_CAPACITY=9. A flag counts before the environment, the environment",
      "before the default.",
      "",
      "Exit codes: 1 cannot listen or write the port file, 2 wrong usage, 130 stopped by",
      "SIGINT, 143 by SIGTERM."
    })
final class ServerCommand implements Callable<Integer> {
  @Option(names = "--host", paramLabel = "HOST",
      description = "Address to listen on (default: ${DEFAULT-VALUE}, this machine alone).")
  private String host = RamTalkServerBuilder.DEFAULT_HOST;

  @Option(names = "--port", paramLabel = "PORT",
      description = "Port to listen on; 0 takes any free one (default: ${DEFAULT-VALUE}).")
  private int port = RamTalkServerBuilder.DEFAULT_PORT;

  @Option(names = "--port-file", paramLabel = "FILE",
      description = "File to write the port to, once it is listened on. The only file that is"
          + " ever written.")
  private @Nullable Path portFile;

  @Option(names = "--insecure-open",
      description = "Allow a --host that other machines reach, though nobody has to prove who"
          + " they are.")
  private boolean insecureOpen;

  @Option(names = "--mailbox-capacity", paramLabel = "MESSAGES",
      description = "Most messages that one mailbox holds (default: ${DEFAULT-VALUE}).")
  private int mailboxCapacity = Limits.DEFAULT.mailboxCapacity();

  @Option(names = "--text-bytes", paramLabel = "BYTES",
      description = "Longest text of a message in UTF-8 (default: ${DEFAULT-VALUE}).")
  private int textBytes = Limits.DEFAULT.textBytes();

  @Option(names = "--name-characters", paramLabel = "CHARACTERS",
      description = "Longest name of a user (default: ${DEFAULT-VALUE}).")
  private int nameCharacters = Limits.DEFAULT.nameCharacters();

  @Option(names = "--image-bytes", paramLabel = "BYTES",
      description = "Largest picture (default: ${DEFAULT-VALUE}).")
  private int imageBytes = Limits.DEFAULT.imageBytes();

  @Option(names = "--image-side-pixels", paramLabel = "PIXELS",
      description = "Greatest width and height of a picture (default: ${DEFAULT-VALUE}).")
  private int imageSidePixels = Limits.DEFAULT.imageSidePixels();

  @Option(names = "--users", paramLabel = "COUNT",
      description = "Most users (default: ${DEFAULT-VALUE}).")
  private int users = Limits.DEFAULT.users();

  @Option(names = "--receipts", paramLabel = "MESSAGES",
      description = "Of how many sent messages each sender keeps the receipt (default:"
          + " ${DEFAULT-VALUE}).")
  private int receipts = Limits.DEFAULT.receipts();

  @Option(names = "--send-ids", paramLabel = "COUNT",
      description = "How many ids of its own each sender can repeat (default: ${DEFAULT-VALUE}).")
  private int sendIds = Limits.DEFAULT.sendIds();

  @Option(names = "--budget-bytes", paramLabel = "BYTES",
      description = "Most memory for all that is stored (default: half of the heap,"
          + " ${DEFAULT-VALUE}).")
  private long budgetBytes = Limits.DEFAULT.budgetBytes();

  @Option(names = "--overflow", paramLabel = "WAY",
      description = "What a full mailbox does with one more message, in either case:"
          + " ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Overflow overflow = Limits.DEFAULT.overflow();

  @SuppressWarnings("unused")
  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and exit.")
  private boolean help;

  @SuppressWarnings("unused")
  @Option(names = {"-V", "--version"}, versionHelp = true,
      description = "Show the version and exit.")
  private boolean version;

  @Spec
  private @Nullable CommandSpec spec;

  private final CountDownLatch stopped = new CountDownLatch(1);

  @Override
  public Integer call() throws InterruptedException {
    var commandLine = Objects.requireNonNull(spec).commandLine();
    var out = commandLine.getOut();
    try (var server = server(commandLine).start()) {
      stopWithProcess(server, out);
      if (portFile != null) {
        writePort(portFile, server.port());
      }
      out.println(greeting(server));
      out.flush();
      stopped.await();
      return 0;
    } catch (IOException e) {
      commandLine.getErr().println("ramtalk-server: " + e.getMessage());
      return 1;
    }
  }

  private RamTalkServer server(CommandLine commandLine) {
    try {
      var talk = RamTalk.builder()
          .mailboxCapacity(mailboxCapacity)
          .textBytes(textBytes)
          .nameCharacters(nameCharacters)
          .imageBytes(imageBytes)
          .imageSidePixels(imageSidePixels)
          .users(users)
          .receipts(receipts)
          .sendIds(sendIds)
          .budgetBytes(budgetBytes)
          .overflow(overflow)
          .build();
      return RamTalkServer.builder()
          .messenger(talk).host(host).port(port).insecureOpen(insecureOpen).build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine, String.valueOf(e.getMessage()), e);
    }
  }

  private static void writePort(Path file, int port) throws IOException {
    try {
      Files.writeString(file, port + "\n");
    } catch (IOException e) {
      throw new IOException("Cannot write " + file + ": " + e, e);
    }
  }

  private void stopWithProcess(RamTalkServer server, PrintWriter out) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      server.close();
      out.println(farewell(server.messenger()));
      out.flush();
      stopped.countDown();
    }, "ramtalk-stop"));
  }

  private static String farewell(RamTalk talk) {
    long users = talk.users().count();
    long messages =
        talk.users().mapToLong(user -> talk.export(user.id()).mailbox().size()).sum();
    return "RAMTalk stopped; " + users + " users and " + messages
        + " messages that nobody fetched are gone with it.";
  }

  private static String greeting(RamTalkServer server) {
    var limits = server.messenger().limits();
    return "RAMTalk listens on " + server.uri() + " (open access: anyone who reaches it may read"
        + " and write; mailboxes of " + limits.mailboxCapacity() + " messages, texts of "
        + limits.textBytes() + " bytes, pictures of " + limits.imageBytes() + " bytes, "
        + limits.users() + " users). Data lives in RAM only: it is gone when this process ends.";
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
