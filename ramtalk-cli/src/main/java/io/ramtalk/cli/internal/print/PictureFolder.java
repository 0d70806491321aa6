package io.ramtalk.cli.internal.print;

import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.Input;
import io.ramtalk.cli.internal.client.NewFile;
import io.ramtalk.cli.internal.client.Picture;
import io.ramtalk.cli.internal.client.ReceivedMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A folder for the pictures of messages, each in a file named after its message. */
public final class PictureFolder {
  /* The id becomes part of a path, and it comes from the server. */
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z]{1,64}");

  private final Path folder;

  public PictureFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Saves new pictures. The picture of a message that is delivered again is already there.
   *
   * @return the file of each message with a picture, by message id
   */
  public Map<String, String> save(List<ReceivedMessage> messages) {
    var files = new HashMap<String, String>();
    for (var message : messages) {
      var picture = message.picture();
      if (picture != null) {
        files.put(message.id(), save(message.id(), picture).toString());
      }
    }
    return files;
  }

  private Path save(String id, Picture picture) {
    if (!ID.matcher(id).matches()) {
      throw new Failure(ExitCode.UNREACHABLE, "the server sent an invalid message id: " + id);
    }
    var file = folder.resolve(id + picture.extension());
    var bytes = picture.bytes();
    if (Files.isRegularFile(file) && Arrays.equals(Input.file(file), bytes)) {
      return file;
    }
    try {
      NewFile.create(file, out -> out.write(bytes));
    } catch (IOException e) {
      throw new Failure(ExitCode.REFUSED, "cannot write " + file + ": " + e.getMessage());
    }
    return file;
  }
}
