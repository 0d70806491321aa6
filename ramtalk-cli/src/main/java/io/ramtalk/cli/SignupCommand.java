package io.ramtalk.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Registers a mobile number. */
@Command(header = "Registers a mobile number and prints its user id.")
final class SignupCommand implements Callable<Integer> {
  private final SharedOptions options;

  @Option(names = "--mobile", paramLabel = "NUMBER", required = true,
      description = "The mobile number.")
  private String mobile = "";

  @Option(names = "--name", paramLabel = "NAME", description = "The name that others see.")
  private @Nullable String name;

  @Option(names = "--image", paramLabel = "FILE", description = "A picture of the user.")
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
      var answer = options.server().post("/signup", body).json();
      return options.show(answer, StatusView.with("user_id"));
    } catch (Failure e) {
      throw e.is("field_missing") ? codeNeeded(e) : e;
    }
  }

  /** The number is sent always, so it is the code that is missing. */
  private static Failure codeNeeded(Failure refusal) {
    return new Failure(refusal.exitCode(), refusal.getMessage()
        + "; the server asks for a code, so sign up with: ramtalk login NUMBER --name NAME");
  }
}
