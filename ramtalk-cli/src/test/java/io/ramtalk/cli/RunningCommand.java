package io.ramtalk.cli;

import io.ramtalk.Eventually;
import io.ramtalk.cli.internal.client.Shell;
import io.ramtalk.cli.internal.client.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A command line that runs beside its test. */
final class RunningCommand implements AutoCloseable {
  private static final Timeouts TIMEOUTS = Timeouts.DEFAULT;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final PipedOutputStream keyboard = new PipedOutputStream();
  private final Thread thread;
  private volatile int exitCode = -1;

  private RunningCommand(Map<String, String> environment, InputStream in, String... args)
      throws Exception {
    keyboard.connect((PipedInputStream) in);
    var shell =
        new Shell(in, new PrintWriter(out), new PrintWriter(err), environment, TIMEOUTS);
    thread = new Thread(() -> exitCode = Main.run(shell, args), "command");
    thread.setDaemon(true);
    thread.start();
  }

  static RunningCommand start(URI server, String... args) throws Exception {
    return start(Map.of("RAMTALK_SERVER", server.toString()), args);
  }

  static RunningCommand start(Map<String, String> environment, String... args) throws Exception {
    return new RunningCommand(environment, new PipedInputStream(), args);
  }

  /** Types a line. */
  void type(String line) throws Exception {
    keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  void awaitOut(String part) throws Exception {
    Eventually.that(() -> "'" + part + "' in " + this, () -> out().contains(part));
  }

  void awaitErr(String part) throws Exception {
    Eventually.that(() -> "'" + part + "' in " + this, () -> err().contains(part));
  }

  /** Waits until the command exits, and returns its result. */
  CommandRun awaitEnd() throws Exception {
    Eventually.that(() -> "it ends: " + this, () -> !thread.isAlive());
    return new CommandRun(exitCode, out(), err());
  }

  @Override
  public String toString() {
    return "out: " + out() + ", err: " + err();
  }

  @Override
  public void close() throws IOException {
    keyboard.close();
    thread.interrupt();
  }
}
