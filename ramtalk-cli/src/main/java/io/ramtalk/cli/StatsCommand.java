package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.ExceptionReport;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.Server;
import io.ramtalk.cli.internal.client.Span;
import io.ramtalk.cli.internal.print.Dashboard;
import io.ramtalk.cli.internal.print.Stats;
import io.ramtalk.cli.internal.print.StatsHistory;
import io.ramtalk.cli.internal.print.StatsPaint;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that shows the statistics of the server. */
@Command(header = "Shows the server's memory, messages, connections and rejected requests.",
    description = {
      "%nIf the server requires a login, RAMTALK_TOKEN must hold its admin token.",
      "%nExamples:",
      "  ramtalk stats",
      "  ramtalk stats --watch",
      "  ramtalk stats --watch --every 10 >>stats.log"})
final class StatsCommand implements Callable<Integer> {
  private static final int REPORT_COLUMNS = 80;

  private final SharedOptions options;

  @Option(names = "--watch",
      description = "Update until stopped, on the full terminal; without a terminal, print a line "
          + "per sample.")
  private boolean watch;

  @Option(names = "--every", paramLabel = "TIME", converter = Span.class,
      description = "With --watch, time between two samples, such as 5, 0.5, 1m (default: 1).")
  private Duration every = Duration.ofSeconds(1);

  @Option(names = "--count", paramLabel = "N",
      description = "With --watch, number of samples after which to exit (default: no limit).")
  private int count = Integer.MAX_VALUE;

  StatsCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (every.isZero() || count < 1) {
      throw Failure.usage("--every must be more than 0, and --count must be 1 or more");
    }
    var server = options.server();
    if (!watch) {
      return options.show(server.get("/stats").json(), (response, out) ->
          new StatsPaint(false, REPORT_COLUMNS)
              .report(server.toString(), Stats.read(response)).forEach(out::println));
    }
    var history = new StatsHistory();
    history.add(look(server));
    if (options.shell().in().equals(System.in)) {
      try (var dashboard = Dashboard.open()) {
        if (dashboard != null) {
          return show(server, history, dashboard);
        }
      }
    }
    return print(server, history);
  }

  private int show(Server server, StatsHistory history, Dashboard dashboard) throws IOException {
    dashboard.show(server.toString(), history, "");
    for (int looks = 1; looks < count && dashboard.goesOn(every); looks++) {
      var problem = "";
      try {
        history.add(look(server));
      } catch (Failure e) {
        if (e.exitCode() == ExitCode.NOT_ALLOWED) {
          throw e;
        }
        problem = String.valueOf(e.getMessage());
      } catch (IOException e) {
        problem = String.valueOf(ExceptionReport.of(e).getMessage());
      }
      dashboard.show(server.toString(), history, problem);
    }
    return ExitCode.OK;
  }

  private int print(Server server, StatsHistory history)
      throws IOException, InterruptedException {
    var out = options.shell().out();
    out.println(StatsPaint.line(history));
    out.flush();
    for (int looks = 1; looks < count && !out.checkError(); looks++) {
      Thread.sleep(every.toMillis());
      history.add(look(server));
      out.println(StatsPaint.line(history));
      out.flush();
    }
    return ExitCode.OK;
  }

  private static Stats look(Server server) throws IOException {
    return server.repeat(() -> {
      try (var response = server.get("/stats").json()) {
        return Stats.read(response);
      }
    });
  }
}
