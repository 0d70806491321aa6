package io.ramtalk.cli.internal.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/** New files that only their owner may read. */
public final class NewFile {
  private NewFile() {}

  /** A writer of the content of a file. */
  @FunctionalInterface
  public interface Content {
    void write(OutputStream out) throws IOException;
  }

  /** Creates a file. Deletes it again if it could not be written completely. */
  public static void create(Path file, Content content) throws IOException {
    boolean written = false;
    var out = open(file);
    try (out) {
      content.write(out);
      written = true;
    } finally {
      if (!written) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static OutputStream open(Path file) {
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      return Channels.newOutputStream(
          Files.newByteChannel(file, options, ownerOnly(file, "rw-------")));
    } catch (FileAlreadyExistsException e) {
      throw Failure.usage("file " + file + " already exists");
    } catch (NoSuchFileException e) {
      throw Failure.usage("no such folder: " + file.toAbsolutePath().getParent());
    } catch (AccessDeniedException e) {
      throw Failure.usage("no permission to write " + file);
    } catch (IOException e) {
      throw Failure.usage("cannot write " + file + ": " + e.getMessage());
    }
  }

  /** Returns the permissions for a new path, if its file system supports them. */
  static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    return hasPermissions(path) ? new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
        : new FileAttribute<?>[0];
  }

  /** Returns whether the file system of a path has POSIX permissions. */
  static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
