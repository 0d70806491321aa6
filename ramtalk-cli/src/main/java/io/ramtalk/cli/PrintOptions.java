package io.ramtalk.cli;

import io.ramtalk.cli.internal.print.Names;
import picocli.CommandLine.Option;

/** The options of commands that print users. */
final class PrintOptions {
  @Option(names = "--ids",
      description = "Print user ids instead of names and numbers, for example for scripts.")
  private boolean ids;

  /** Returns the display names, or ids with {@code --ids}. */
  Names names(SharedOptions options) {
    return new Names(options.server(), ids);
  }
}
