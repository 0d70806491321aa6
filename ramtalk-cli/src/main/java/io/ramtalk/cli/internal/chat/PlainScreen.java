package io.ramtalk.cli.internal.chat;

import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.Input;
import io.ramtalk.cli.internal.client.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A line-by-line chat, for pipes and simple terminals. */
public final class PlainScreen implements ChatScreen {
  private static final String CONTINUED = "    ";

  private final BufferedReader in;
  private final PrintWriter out;
  private final Transcript transcript;

  public PlainScreen(Shell shell, Transcript transcript) {
    in = new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8));
    out = shell.out();
    this.transcript = transcript;
  }

  @Override
  public @Nullable String readLine(String begun) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return line.isEmpty() ? null : line.toString();
      }
      if (line.length() == Input.MAX_TEXT_BYTES) {
        throw Failure.usage("a line has more than " + Input.MAX_TEXT_BYTES + " characters");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  @Override
  public synchronized void added(ChatLine line) {
    var text = line.text().replace("\n", "\n" + CONTINUED);
    out.println(line.time() + "  " + switch (line.kind()) {
      case OWN, PEER -> line.who() + ": " + text + mark(line);
      case NOTE -> "-- " + text;
      case PROBLEM -> "!! " + text;
    });
    out.flush();
  }

  @Override
  public synchronized void marked(ChatLine line) {
    var text = line.text().lines().findFirst().orElse("");
    out.println(CONTINUED + "[" + line.mark(false) + "] " + text);
    out.flush();
  }

  /** Does nothing: a changed status is also added as a line of the transcript. */
  @Override
  public void status(String status) {}

  @Override
  public synchronized void showHistory() {
    transcript.lines().forEach(this::added);
  }

  @Override
  public void close() {
    out.flush();
  }

  private static String mark(ChatLine line) {
    return line.state().isEmpty() ? "" : "  [" + line.mark(false) + "]";
  }
}
