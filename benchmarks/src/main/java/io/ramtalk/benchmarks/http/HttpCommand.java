package io.ramtalk.benchmarks.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that compares RAMTalk over HTTP with a bare Undertow, other builds and rivals. */
@Command(
    name = "benchmarks/run http",
    description = "Compares RAMTalk over HTTP with a bare Undertow, and with nchan, webdis and"
        + " a server in Python if they are installed. Servers run on processor 0, the load on"
        + " processor 1.",
    sortOptions = false)
public final class HttpCommand implements Callable<Integer> {
  private static final int MAX_ROUNDS = 100;
  private static final int MAX_SECONDS = 600;

  @Option(names = "--ramtalk", paramLabel = "JAR", required = true, hidden = true)
  private @Nullable Path ramtalk;

  @Option(names = "--work", paramLabel = "WORK", description = "Kind of load:"
      + " ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private HttpWork work = HttpWork.MESSAGES;

  @Option(names = "--rounds", paramLabel = "N",
      description = "Number of rounds per server, 1 to 100 (default: ${DEFAULT-VALUE}).")
  private int rounds = 7;

  @Option(names = "--seconds", paramLabel = "S", description = "Duration of a round in seconds,"
      + " 1 to 600 (default: ${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(names = "--warm-up", paramLabel = "S", description = "Duration of the load before a round"
      + " in seconds, 0 to 600 (default: ${DEFAULT-VALUE}). JIT compilation takes about as long.")
  private int warmUp = 20;

  @Option(names = "--against", paramLabel = "JAR", description = "Another build of"
      + " ramtalk-server.jar to compare with; may be repeated. The report uses its file name"
      + " (default: none).")
  private List<Path> against = new ArrayList<>();

  @Option(names = "--profile", description = "Show where the time goes, from one round with a"
      + " recording, instead of the speed.")
  private boolean profile;

  @SuppressWarnings("unused")
  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and exit.")
  private boolean help;

  @Spec
  private @Nullable CommandSpec spec;

  /** Creates the command. */
  public HttpCommand() {}

  /**
   * Measures and prints.
   *
   * @param args the options; {@code --help} lists them
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new HttpCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  @Override
  public Integer call() throws InterruptedException {
    refuseUnless(rounds >= 1 && rounds <= MAX_ROUNDS, "--rounds must be 1 to 100: " + rounds);
    refuseUnless(seconds >= 1 && seconds <= MAX_SECONDS, "--seconds must be 1 to 600: " + seconds);
    refuseUnless(warmUp >= 0 && warmUp <= MAX_SECONDS, "--warm-up must be 0 to 600: " + warmUp);
    against.forEach(jar -> refuseUnless(Files.isRegularFile(jar), "No such file: " + jar));
    try {
      return measure(contenders());
    } catch (IOException e) {
      return fail(e.getMessage());
    }
  }

  private int measure(List<HttpContender> contenders) throws IOException, InterruptedException {
    var names = contenders.stream().map(HttpContender::name).distinct().toList();
    refuseUnless(names.size() == contenders.size(),
        "Each --against needs a unique file name; the servers are " + names);
    SearchPath.require("taskset", "util-linux");
    SearchPath.require("wrk", "wrk");
    var start = Duration.ofSeconds(warmUp);
    var length = Duration.ofSeconds(seconds);
    boolean isClean = profile
        ? new HttpProfile(work, start, length).run(contenders, System.out)
        : new HttpBenchmark(work, rounds, start, length).run(contenders, System.out);
    return isClean ? 0 : fail("Some requests were rejected or failed, so the results are invalid.");
  }

  private List<HttpContender> contenders() throws IOException {
    var all = new ArrayList<HttpContender>();
    all.add(HttpContender.bare(work));
    all.add(HttpContender.ramtalk(
        HttpContender.RAMTALK, work, List.of("-jar", String.valueOf(ramtalk))));
    for (var jar : against) {
      var name = String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", "");
      all.add(HttpContender.ramtalk(name, work, List.of("-jar", jar.toString())));
    }
    if (!profile) {
      all.addAll(HttpRivals.of(work, System.out));
    }
    return all;
  }

  private void refuseUnless(boolean isGood, String problem) {
    if (!isGood) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), problem);
    }
  }

  private static int fail(@Nullable String why) {
    System.err.println("benchmarks/run: " + why);
    return 1;
  }
}
