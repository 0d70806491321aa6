package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonParser;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.client.Server;
import io.ramtalk.cli.internal.client.Session;
import io.ramtalk.cli.internal.client.Shell;
import io.ramtalk.cli.internal.client.Token;
import io.ramtalk.cli.internal.client.TokenFile;
import io.ramtalk.cli.internal.client.Trust;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of all commands, and the objects derived from them. */
final class SharedOptions {
  static final String DEFAULT_SERVER = "http://localhost:8000";

  private static final int MAX_PORT = 65_535;

  /** Hosts without a network in between (RFC 6761, section 6.3); other names are not resolved. */
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(?:.*\\.)?localhost|127(?:\\.[0-9]{1,3}){3}|\\[(?:0*:)*:?0*1]");

  private final Shell shell;

  @Option(names = "--server", paramLabel = "URL", scope = ScopeType.INHERIT,
      description = "Address of the server (default: RAMTALK_SERVER, or else "
          + DEFAULT_SERVER + ").")
  private String server = "";

  @Option(names = "--cacert", paramLabel = "FILE", scope = ScopeType.INHERIT,
      description = "PEM file with certificates: an https server must have one of them, or one "
          + "signed by one of them (default: RAMTALK_CACERT, or else Java's trust store).")
  private @Nullable Path cacert;

  @Option(names = "--insecure-http", scope = ScopeType.INHERIT,
      description = "Allow plain http to another machine for logins and tokens, although others on "
          + "the network can read them.")
  private boolean insecureHttp;

  @Option(names = "--json", scope = ScopeType.INHERIT,
      description = "Print the server's response as JSON.")
  private boolean json;

  SharedOptions(Shell shell) {
    this.shell = shell;
  }

  /** A printer of responses for people, which escapes text from others. */
  @FunctionalInterface
  interface View {
    void print(JsonParser response, PrintWriter out) throws IOException;
  }

  Shell shell() {
    return shell;
  }

  /** Returns the server, with the token if there is one. */
  Server server() {
    return server(token());
  }

  /** Returns the server, without a token. */
  Server serverWithoutToken() {
    return server(Token.NONE);
  }

  /** Returns the server for a login. Rejects a connection on which others could read the token. */
  Server serverForLogin() {
    checkPrivate();
    return serverWithoutToken();
  }

  /** Returns the token of the environment, or else the stored one. */
  Token token() {
    var variable = shell.variable(Token.VARIABLE);
    if (!variable.isEmpty()) {
      return Token.ofVariable(variable);
    }
    var session = tokens().find(address().toString());
    return session == null ? Token.NONE : Token.kept(session);
  }

  /** Returns the user given by an option, or else the logged-in user. */
  String user(@Nullable String given, String option) {
    if (given != null) {
      return given;
    }
    var variable = shell.variable(Token.VARIABLE);
    var session = tokens().find(address().toString());
    if (session == null && variable.isEmpty()) {
      throw Failure.usage("give your user id or number with " + option + ", or "
          + Token.NONE.advice());
    }
    if (session == null || !(variable.isEmpty() || variable.equals(session.token()))) {
      throw Failure.usage(
          Token.VARIABLE + " does not identify the user; give it with " + option);
    }
    return session.userId();
  }

  TokenFile tokens() {
    return TokenFile.of(shell);
  }

  /** Deletes the stored session of the server, if it matches. */
  void forget(Predicate<Session> which) {
    tokens().forget(address().toString(), which);
  }

  /** Prints a response, as JSON on request, and closes it. */
  int show(JsonParser response, View view) throws IOException {
    try (response) {
      if (json) {
        JsonStream.copy(response, shell.out());
      } else {
        view.print(response, shell.out());
      }
    }
    return ExitCode.OK;
  }

  private Server server(Token token) {
    if (!token.text().isEmpty()) {
      checkPrivate();
    }
    var variable = shell.variable("RAMTALK_CACERT");
    var trusted = cacert != null || variable.isEmpty() ? cacert : Path.of(variable);
    return new Server(address(), token, new Trust(trusted), shell.timeouts());
  }

  /** Rejects a server to which a token would travel unencrypted over a network. */
  private void checkPrivate() {
    var address = address();
    if (!insecureHttp && !Trust.isAskedFor(address)
        && !THIS_MACHINE.matcher(address.getHost()).matches()) {
      throw Failure.usage("others on the network could read your token on its way to " + address
          + ", because http is not encrypted; use https, or allow it with --insecure-http");
    }
  }

  private URL address() {
    var variable = shell.variable("RAMTALK_SERVER");
    return parse(!server.isEmpty() ? server : !variable.isEmpty() ? variable : DEFAULT_SERVER);
  }

  /** Parses an address into the normal form under which tokens are stored. */
  private static URL parse(String address) {
    try {
      var url = new URI(address.replaceFirst("/+$", "")).toURL();
      boolean web = url.getProtocol().equals("http") || url.getProtocol().equals("https");
      if (web && !url.getHost().isEmpty() && url.getPort() <= MAX_PORT
          && url.getQuery() == null && url.getRef() == null && url.getUserInfo() == null) {
        int port = url.getPort() == url.getDefaultPort() ? -1 : url.getPort();
        var host = url.getHost().toLowerCase(Locale.ROOT);
        return new URL(url.getProtocol(), host, port, url.getPath());
      }
    } catch (URISyntaxException | MalformedURLException | IllegalArgumentException e) {
      // Rejected below, like every other invalid address.
    }
    throw Failure.usage(
        "the server's address must look like " + DEFAULT_SERVER + ": " + address);
  }
}
