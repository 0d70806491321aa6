package io.ramtalk.cli;

import picocli.CommandLine.Option;

/** The options of commands that print whom messages are from or for. */
final class PrintOptions {
  @Option(names = "--ids",
      description = "Print user ids, not names and numbers; for programs, as --json is.")
  private boolean ids;

  /** Returns the way in which users are called. */
  Names names(SharedOptions options) {
    return new Names(options.server(), ids);
  }
}
