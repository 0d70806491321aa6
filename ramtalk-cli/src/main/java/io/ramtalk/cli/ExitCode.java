package io.ramtalk.cli;

/** The exit codes of all commands. The numbers are stable. */
final class ExitCode {
  static final int OK = 0;
  static final int REFUSED = 1;
  static final int USAGE = 2;
  static final int NOT_FOUND = 3;
  static final int TIMED_OUT = 4;
  static final int NOT_ALLOWED = 5;
  static final int LIMITED = 6;
  static final int UNREACHABLE = 7;

  private ExitCode() {}
}
