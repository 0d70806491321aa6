package io.ramtalk.cli.internal.client;

/** An error that ends a command, with a message for people and an exit code for scripts. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final boolean passing;
  private final String code;

  public Failure(int exitCode, String message) {
    this(exitCode, message, false, "");
  }

  private Failure(int exitCode, String message, boolean passing, String code) {
    super(message, null, false, false);
    this.exitCode = exitCode;
    this.passing = passing;
    this.code = code;
  }

  public static Failure usage(String message) {
    return new Failure(ExitCode.USAGE, message);
  }

  /** Creates a temporary failure: a retry may succeed. */
  static Failure passing(int exitCode, String message) {
    return new Failure(exitCode, message, true, "");
  }

  /** Creates a failure with an error code of the server. */
  static Failure refusal(int exitCode, String message, boolean passing, String code) {
    return new Failure(exitCode, message, passing, code);
  }

  public int exitCode() {
    return exitCode;
  }

  public boolean isPassing() {
    return passing;
  }

  /** Returns whether the server sent this error code. */
  public boolean is(String serversCode) {
    return code.equals(serversCode);
  }
}
