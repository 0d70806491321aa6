package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.ramtalk.cli.internal.client.Body;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.Input;
import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.client.Picture;
import io.ramtalk.cli.internal.client.Server;
import io.ramtalk.cli.internal.print.Columns;
import io.ramtalk.cli.internal.print.Times;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that shows or changes the profile of a user. */
@Command(header = "Shows the profile of a user, or changes it.",
    description = {
      "%nExamples:",
      "  ramtalk profile --user 01711111111",
      "  ramtalk profile --user 01711111111 --name Ana --image ana.png"})
final class ProfileCommand implements Callable<Integer> {
  private static final int NAME_CHARACTERS = 6;
  private static final Columns COLUMNS = new Columns(NAME_CHARACTERS);

  private final SharedOptions options;

  @Option(names = {"--user", "--user_id"}, paramLabel = "USER",
      description = "User id or mobile number (default: the logged-in user).")
  private @Nullable String user;

  @Option(names = "--name", paramLabel = "NAME",
      description = "New display name; may be empty (default: unchanged).")
  private @Nullable String name;

  @Option(names = "--image", paramLabel = "FILE",
      description = "File with the new picture (default: unchanged).")
  private @Nullable Path image;

  @Option(names = "--remove-image", description = "Remove the picture.")
  private boolean removeImage;

  ProfileCommand(SharedOptions options) {
    this.options = options;
  }

  @Override
  public Integer call() throws IOException {
    if (image != null && removeImage) {
      throw Failure.usage("--image and --remove-image exclude each other; use only one");
    }
    var path = "/users/" + Server.segment(options.user(user, "--user"));
    var server = options.server();
    boolean changes = name != null || image != null || removeImage;
    var call = changes ? server.post(path, Body.json(this::write)) : server.get(path);
    return options.show(call.json(), this::print);
  }

  private void write(JsonGenerator json) throws IOException {
    if (name != null) {
      json.writeStringField("name", name);
    }
    if (image != null) {
      json.writeBinaryField("image", Input.file(image));
    }
    if (removeImage) {
      json.writeNullField("image");
    }
  }

  private void print(JsonParser response, PrintWriter out) throws IOException {
    var pictures = new ArrayList<Picture>(1);
    var profile = JsonStream.members(response, Picture.into(pictures));
    COLUMNS.print(out, "id", profile.getOrDefault("user_id", "-"));
    COLUMNS.print(out, "mobile", profile.getOrDefault("mobile", "-"));
    COLUMNS.print(out, "name", profile.getOrDefault("name", ""));
    COLUMNS.print(out, "since", new Times(options.shell()).of(profile.getOrDefault("since", "-")));
    COLUMNS.print(out, "image", pictures.isEmpty() ? "-" : pictures.get(0).note());
  }
}
