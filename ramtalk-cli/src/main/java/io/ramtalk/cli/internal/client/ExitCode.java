package io.ramtalk.cli.internal.client;

/** The exit codes of all commands. The numbers are stable. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int REFUSED = 1;
  public static final int USAGE = 2;
  public static final int NOT_FOUND = 3;
  public static final int TIMED_OUT = 4;
  public static final int NOT_ALLOWED = 5;
  public static final int LIMITED = 6;
  public static final int UNREACHABLE = 7;

  private ExitCode() {}
}
