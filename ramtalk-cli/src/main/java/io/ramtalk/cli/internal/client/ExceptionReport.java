package io.ramtalk.cli.internal.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.SocketTimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The conversion of exceptions to one line on standard error and an exit code. */
public final class ExceptionReport
    implements IParameterExceptionHandler, IExecutionExceptionHandler {
  @Override
  public int handleParseException(ParameterException fault, String[] args) {
    var command = fault.getCommandLine();
    var err = command.getErr();
    print(err, String.valueOf(fault.getMessage()));
    UnmatchedArgumentException.printSuggestions(fault, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception fault, CommandLine command, ParseResult parsed)
      throws Exception {
    if (!(fault instanceof Failure) && !(fault instanceof IOException)) {
      throw fault;
    }
    command.getOut().flush();
    var failure = fault instanceof Failure known ? known : of((IOException) fault);
    print(command.getErr(), String.valueOf(failure.getMessage()));
    return failure.exitCode();
  }

  /** Returns the failure for an I/O error of a connection. */
  public static Failure of(IOException fault) {
    if (fault instanceof SocketTimeoutException) {
      return new Failure(ExitCode.TIMED_OUT,
          "the server accepted the request but did not respond in time");
    }
    if (fault instanceof JsonProcessingException) {
      return new Failure(ExitCode.UNREACHABLE, "the server's response is truncated or not JSON");
    }
    return new Failure(ExitCode.UNREACHABLE,
        "the connection was lost before the response was complete: " + fault.getMessage());
  }

  private static void print(PrintWriter err, String sentence) {
    err.println("ramtalk: " + SafeText.line(sentence));
  }
}
