package io.ramtalk.cli;

/** Ends a command with a sentence for people and an exit code for scripts. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  Failure(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  static Failure usage(String message) {
    return new Failure(ExitCode.USAGE, message);
  }

  int exitCode() {
    return exitCode;
  }
}
