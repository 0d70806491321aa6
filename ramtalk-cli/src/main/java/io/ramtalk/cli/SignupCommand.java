package io.ramtalk.cli;

import io.ramtalk.cli.internal.client.Body;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.Input;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that registers a mobile number. */
@Command(header = "Registers a mobile number and prints its user id.")
final class SignupCommand implements Callable<Integer> {
  private final SharedOptions options;

  @Option(names = "--mobile", paramLabel = "NUMBER", required = true,
      description = "Mobile number to register.")
  private String mobile = "";

  @Option(names = "--name", paramLabel = "NAME", description = "Display name (default: none).")
  private @Nullable String name;

  @Option(names = "--image", paramLabel = "FILE",
      description = "File with a picture of the user (default: none).")
  private @Nullable Path image;

  SignupCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    var fields = new LinkedHashMap<String, String>();
    fields.put("mobile", mobile);
    if (name != null) {
      fields.put("name", name);
    }
    var body = image == null ? Body.form(fields) : Body.form(fields, Input.file(image));
    try {
      var response = options.server().post("/signup", body).json();
      return options.show(response, StatusView.with("user_id"));
    } catch (Failure e) {
      throw e.is("field_missing") ? codeNeeded(e) : e;
    }
  }

  /** Returns advice for a server that requires a code: the number is always sent. */
  private static Failure codeNeeded(Failure refusal) {
    return new Failure(refusal.exitCode(), refusal.getMessage()
        + "; the server requires a code, so sign up with: ramtalk login NUMBER --name NAME");
  }
}
