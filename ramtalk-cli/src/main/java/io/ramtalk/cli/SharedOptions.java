package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonParser;
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

/** The options that every command has, and what follows from them. */
final class SharedOptions {
  static final String DEFAULT_SERVER = "http://localhost:8000";

  private static final int MAX_PORT = 65_535;

  /** Hosts that no network lies in front of (RFC 6761, section 6.3); other names are not asked. */
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(?:.*\\.)?localhost|127(?:\\.[0-9]{1,3}){3}|\\[(?:0*:)*:?0*1]");

  private final Shell shell;

  @Option(names = "--server", paramLabel = "URL", scope = ScopeType.INHERIT,
      description = "Address of the server; unless given, that in RAMTALK_SERVER, or else "
          + DEFAULT_SERVER + ".")
  private String server = "";

  @Option(names = "--cacert", paramLabel = "FILE", scope = ScopeType.INHERIT,
      description = "Certificates in PEM that an https server must have one of, or one signed by; "
          + "unless given, the file in RAMTALK_CACERT, or else those that Java trusts.")
  private @Nullable Path cacert;

  @Option(names = "--insecure-http", scope = ScopeType.INHERIT,
      description = "Log in, and send the token, to a server on another machine also by http, "
          + "which others on the way can read.")
  private boolean insecureHttp;

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

  /** Returns the server, which is shown whose the requests are, if that is known. */
  Server server() {
    return server(token());
  }

  /** Returns the server as a stranger has it. */
  Server serverWithoutToken() {
    return server(Token.NONE);
  }

  /** Returns the server for a login, which gives a token; refuses if others could read it. */
  Server serverForLogin() {
    checkPrivate();
    return serverWithoutToken();
  }

  /** Returns what requests show: the token of the environment, or else that of a login. */
  Token token() {
    var variable = shell.variable(Token.VARIABLE);
    if (!variable.isEmpty()) {
      return Token.ofVariable(variable);
    }
    var session = tokens().find(address().toString());
    return session == null ? Token.NONE : Token.kept(session);
  }

  /** Returns the user id that is given by an option, or else that of who is logged in. */
  String user(@Nullable String given, String option) {
    if (given != null) {
      return given;
    }
    var variable = shell.variable(Token.VARIABLE);
    var session = tokens().find(address().toString());
    if (session == null && variable.isEmpty()) {
      throw Failure.usage("say who you are by " + option + ", or " + Token.NONE.advice());
    }
    if (session == null || !(variable.isEmpty() || variable.equals(session.token()))) {
      throw Failure.usage(Token.VARIABLE + " does not tell who you are; say it by " + option);
    }
    return session.userId();
  }

  Tokens tokens() {
    return Tokens.of(shell);
  }

  /** Forgets who is logged in at the server, if it is the one. */
  void forget(Predicate<Session> which) {
    tokens().forget(address().toString(), which);
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

  private Server server(Token token) {
    if (!token.text().isEmpty()) {
      checkPrivate();
    }
    var variable = shell.variable("RAMTALK_CACERT");
    var trusted = cacert != null || variable.isEmpty() ? cacert : Path.of(variable);
    return new Server(address(), token, new Trust(trusted), shell.timeouts());
  }

  /** Refuses a server to which a token would travel unencrypted over a network. */
  private void checkPrivate() {
    var address = address();
    if (!insecureHttp && !Trust.isAskedFor(address)
        && !THIS_MACHINE.matcher(address.getHost()).matches()) {
      throw Failure.usage("others on the way to " + address + " could read your token, because "
          + "http is not encrypted; use https, or say --insecure-http if you trust that network");
    }
  }

  private URL address() {
    var variable = shell.variable("RAMTALK_SERVER");
    return parse(!server.isEmpty() ? server : !variable.isEmpty() ? variable : DEFAULT_SERVER);
  }

  /** Returns an address in the one way of writing it by which tokens are kept. */
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
      // Refused below, as every other address that is none.
    }
    throw Failure.usage(
        "the server's address must look like " + DEFAULT_SERVER + ", and not like " + address);
  }
}
