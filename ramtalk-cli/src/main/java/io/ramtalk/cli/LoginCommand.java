package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.Body;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.Input;
import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.client.SafeText;
import io.ramtalk.cli.internal.client.Server;
import io.ramtalk.cli.internal.client.Session;
import io.ramtalk.cli.internal.client.Token;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that exchanges a one-time code for a token. */
@Command(header = "Logs in with a mobile number and a code sent to it.",
    description = {
      "%nThe login signs up a number that is new to the server. Later commands to the same server "
          + "use the token and need no --user. The token is stored, readable only by its owner, in "
          + "~/.config/ramtalk/tokens.json (or under $XDG_CONFIG_HOME). The code is read from "
          + "standard input; after a wrong code you can try again.",
      "%nExamples:",
      "  ramtalk login 01711111111 --name Ana",
      "  export RAMTALK_TOKEN=$(ramtalk login 01711111111 --print-token)"})
final class LoginCommand implements Callable<Integer> {
  private static final int MAX_TRIES = 3;

  private final SharedOptions options;

  @Parameters(paramLabel = "MOBILE", arity = "0..1",
      description = "Mobile number (default: that of the last login at this server; without one, "
          + "the command asks for it).")
  private @Nullable String mobile;

  @Option(names = "--code", paramLabel = "CODE",
      description = "Code that was sent earlier (default: the server sends a new one).")
  private @Nullable String code;

  @Option(names = "--name", paramLabel = "NAME",
      description = "Display name, used if the number is new to the server (default: none).")
  private @Nullable String name;

  @Option(names = "--print-token",
      description = "Print the token instead of storing it. Otherwise even --json omits it.")
  private boolean printToken;

  LoginCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    var server = options.serverForLogin();
    var place = printToken ? null : options.tokens().placeFor(server.toString());
    var number = number(server);
    var response = logIn(server, number);
    var members = JsonStream.members(JsonStream.read(response));
    var session = Session.of(members, number);
    if (session == null) {
      throw new Failure(ExitCode.UNREACHABLE, server + " sent a response without a token");
    }
    if (place == null) {
      return options.show(JsonStream.read(response), (json, out) -> out.println(session.token()));
    }
    options.tokens().keep(server.toString(), session);
    say("Logged in as " + number + ". The token is stored in " + place + ".");
    if (!options.shell().variable(Token.VARIABLE).isEmpty()) {
      say(Token.VARIABLE + " is set and takes precedence over that token.");
    }
    return options.show(JsonStream.read(withoutToken(members)), StatusView.with("user_id"));
  }

  private String number(Server server) {
    if (mobile != null) {
      return mobile;
    }
    var last = printToken ? null : options.tokens().find(server.toString());
    if (last != null) {
      return last.mobile();
    }
    say("Enter your mobile number:");
    return typed();
  }

  private byte[] logIn(Server server, String number) throws IOException {
    try {
      if (code != null) {
        return redeem(server, number, code);
      }
      server.post("/otp", Body.json(json -> json.writeStringField("mobile", number)))
          .json().close();
      return redeemTyped(server, number);
    } catch (Failure e) {
      throw e.is("route_not_found") ? needless(server, e) : e;
    }
  }

  private byte[] redeemTyped(Server server, String number) throws IOException {
    say("Enter the code that was sent to " + number + ":");
    var typed = typed();
    for (int tries = 1; ; tries++) {
      try {
        return redeem(server, number, typed.replace(" ", ""));
      } catch (Failure e) {
        if (tries == MAX_TRIES || !e.is("code_wrong")) {
          throw e;
        }
        say(e.getMessage() + ". Enter it again:");
        var again = Input.line(options.shell().in());
        if (again == null) {
          throw e;
        }
        typed = again;
      }
    }
  }

  private byte[] redeem(Server server, String number, String proof) throws IOException {
    return server.post("/login", Body.json(json -> {
      json.writeStringField("mobile", number);
      json.writeStringField("code", proof);
      if (name != null) {
        json.writeStringField("name", name);
      }
    })).whole();
  }

  private String typed() {
    var typed = Input.line(options.shell().in());
    if (typed == null) {
      throw Failure.usage("standard input ended before a value was entered");
    }
    return typed;
  }

  /** Returns the failure for a server without login by code. */
  private static Failure needless(Server server, Failure refusal) throws IOException {
    try (var response = server.get("/livez").json()) {
      return JsonStream.members(response).getOrDefault("access", "open").equals("open")
          ? new Failure(ExitCode.REFUSED, server + " is open to everyone and needs no login")
          : new Failure(ExitCode.REFUSED, server + " sends no codes; ask its operator for a token");
    } catch (Failure e) {
      return refusal;
    }
  }

  private static byte[] withoutToken(Map<String, String> members) throws IOException {
    return JsonStream.object(json -> {
      for (var member : members.entrySet()) {
        if (!member.getKey().equals("token")) {
          json.writeStringField(member.getKey(), member.getValue());
        }
      }
    });
  }

  private void say(String sentence) {
    var err = options.shell().err();
    err.println(SafeText.line(sentence));
    err.flush();
  }
}
