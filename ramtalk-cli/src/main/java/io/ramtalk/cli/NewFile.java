package io.ramtalk.cli;

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

/** Writes files that were not there before and that only their owner may read. */
final class NewFile {
  private NewFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  /** Creates a file; what could not be written whole is deleted. */
  static void create(Path file, Content content) throws IOException {
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
      throw Failure.usage("there is a file " + file + " already");
    } catch (NoSuchFileException e) {
      throw Failure.usage("no such folder: " + file.toAbsolutePath().getParent());
    } catch (AccessDeniedException e) {
      throw Failure.usage("no permission to write " + file);
    } catch (IOException e) {
      throw Failure.usage("cannot write " + file + ": " + e.getMessage());
    }
  }

  /** Returns permissions to create a path with, where its file system has any. */
  static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    return hasPermissions(path) ? new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
        : new FileAttribute<?>[0];
  }

  /** Returns whether the file system of a path knows owners, groups and others. */
  static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
