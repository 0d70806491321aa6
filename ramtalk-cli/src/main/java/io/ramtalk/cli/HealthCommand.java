package io.ramtalk.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command that checks whether the server is up. */
@Command(header = "Checks whether the server is up.")
final class HealthCommand implements Callable<Integer> {
  private final SharedOptions options;

  HealthCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    return options.show(options.serverWithoutToken().get("/livez").json(), StatusView.with("id"));
  }
}
