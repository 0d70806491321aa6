package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has, and what follows from them. */
final class SharedOptions {
  static final String DEFAULT_SERVER = "http://localhost:8000";

  private static final int MAX_PORT = 65_535;

  private final Shell shell;

  @Option(names = "--server", paramLabel = "URL", scope = ScopeType.INHERIT,
      description = "Address of the server; unless given, that in RAMTALK_SERVER, or else "
          + DEFAULT_SERVER + ".")
  private String server = "";

  @Option(names = "--json", scope = ScopeType.INHERIT,
      description = "Print the server's answer as JSON.")
  private boolean json;

  SharedOptions(Shell shell) {
    this.shell = shell;
  }

  /** Prints an answer for people; what it prints of others is escaped. */
  @FunctionalInterface
  interface View {
    void print(JsonParser answer, PrintWriter out) throws IOException;
  }

  Shell shell() {
    return shell;
  }

  Server server() {
    var variable = shell.variable("RAMTALK_SERVER");
    var address = !server.isEmpty() ? server : !variable.isEmpty() ? variable : DEFAULT_SERVER;
    return new Server(parse(address), token(), shell.timeouts());
  }

  /** Prints an answer, as JSON if that was asked for, and closes it. */
  int show(JsonParser answer, View view) throws IOException {
    try (answer) {
      if (json) {
        Json.copy(answer, shell.out());
      } else {
        view.print(answer, shell.out());
      }
    }
    return ExitCode.OK;
  }

  private static URL parse(String address) {
    try {
      var url = new URI(address.replaceFirst("/+$", "")).toURL();
      boolean web = url.getProtocol().equals("http") || url.getProtocol().equals("https");
      if (web && !url.getHost().isEmpty() && url.getPort() <= MAX_PORT
          && url.getQuery() == null && url.getRef() == null && url.getUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException | MalformedURLException | IllegalArgumentException e) {
      // Refused below, as every other address that is none.
    }
    throw Failure.usage(
        "the server's address must look like " + DEFAULT_SERVER + ", and not like " + address);
  }

  private String token() {
    var token = shell.variable("RAMTALK_TOKEN");
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw Failure.usage("RAMTALK_TOKEN may hold visible ASCII characters only");
    }
    return token;
  }
}
