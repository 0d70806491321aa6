package io.ramtalk.cli.internal.client;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The file of tokens: the logged-in user of each server.
 *
 * <p>The file is readable only by its owner; a file that others can read or change is rejected.
 * <b>Cost:</b> each call reads the file, of at most {@value #MAX_BYTES} bytes.
 */
public final class TokenFile {
  /* The file is replaced as a whole, so a reader never sees half of it. If two commands replace it
   * at the same moment, one wins, and the user must log in again at the other's server. */
  static final int MAX_SERVERS = 64;
  static final int MAX_BYTES = 64 << 10;

  private static final String NAME = "tokens.json";
  private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
      PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
      PosixFilePermission.OWNER_EXECUTE);

  private final @Nullable Path file;

  private TokenFile(@Nullable Path file) {
    this.file = file;
  }

  /** Returns the tokens in a folder, which may not exist yet. */
  public static TokenFile in(Path folder) {
    return new TokenFile(folder.resolve(NAME));
  }

  /** Returns the tokens of the shell's user (XDG Base Directory Specification). */
  public static TokenFile of(Shell shell) {
    var stated = shell.variable("XDG_CONFIG_HOME");
    if (!stated.isEmpty() && Path.of(stated).isAbsolute()) {
      return in(Path.of(stated, "ramtalk"));
    }
    var home = shell.variable("HOME");
    home = home.isEmpty() ? shell.variable("USERPROFILE") : home;
    return home.isEmpty() ? new TokenFile(null) : in(Path.of(home, ".config", "ramtalk"));
  }

  /** Returns the session at a server, or null. */
  public @Nullable Session find(String server) {
    return file == null ? null : read(file).get(server);
  }

  /** Returns the file. Throws an exception if it cannot hold another server. */
  public Path placeFor(String server) {
    if (file == null) {
      throw Failure.usage("cannot store a token, because neither HOME nor "
          + "XDG_CONFIG_HOME is set; use --print-token instead");
    }
    var sessions = read(file);
    if (!sessions.containsKey(server) && sessions.size() >= MAX_SERVERS) {
      throw Failure.usage(file + " already holds the tokens of " + MAX_SERVERS
          + " servers, the maximum; log out of one, such as: ramtalk logout --server "
          + sessions.keySet().iterator().next());
    }
    return file;
  }

  /** Stores the session at a server, in place of an earlier one. */
  public void keep(String server, Session session) {
    var place = placeFor(server);
    var sessions = read(place);
    sessions.put(server, session);
    write(place, sessions);
  }

  /** Deletes the session at a server, if it matches. */
  public void forget(String server, Predicate<Session> which) {
    if (file == null) {
      return;
    }
    var sessions = read(file);
    var session = sessions.get(server);
    if (session != null && which.test(session)) {
      sessions.remove(server);
      write(file, sessions);
    }
  }

  private static Map<String, Session> read(Path file) {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      if (NewFile.hasPermissions(file)
          && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
        throw Failure.usage("other users can read or change " + file
            + ", which holds tokens; fix this with: chmod 600 " + file);
      }
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      return new LinkedHashMap<>();
    } catch (IOException e) {
      throw unusable("read", file, e);
    }
    try {
      if (bytes.length <= MAX_BYTES) {
        return parse(bytes);
      }
    } catch (IOException e) {
      // Rejected below, like a file that is too long.
    }
    throw Failure.usage(file + " is not a valid token file; delete it and log in again");
  }

  /** Reads the sessions by server, oldest first. */
  static Map<String, Session> parse(byte[] bytes) throws IOException {
    var sessions = new LinkedHashMap<String, Session>();
    try (var json = JsonStream.read(bytes)) {
      if (!json.isExpectedStartObjectToken()) {
        throw new IOException("not an object");
      }
      JsonStream.members(json, (server, nested) -> {
        var members = JsonStream.members(nested);
        var session = Session.of(members, members.getOrDefault("mobile", ""));
        if (session == null) {
          throw new IOException("not a session");
        }
        sessions.put(server, session);
      });
    }
    return sessions;
  }

  private static void write(Path file, Map<String, Session> sessions) {
    try {
      if (sessions.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      var bytes = bytes(sessions);
      if (bytes.length > MAX_BYTES) {
        throw Failure.usage(file + " would have more than " + MAX_BYTES + " bytes");
      }
      replace(file, bytes);
    } catch (IOException e) {
      throw unusable("write", file, e);
    }
  }

  private static byte[] bytes(Map<String, Session> sessions) throws IOException {
    return JsonStream.object(json -> {
      for (var entry : sessions.entrySet()) {
        json.writeObjectFieldStart(entry.getKey());
        json.writeStringField("token", entry.getValue().token());
        json.writeStringField("user_id", entry.getValue().userId());
        json.writeStringField("mobile", entry.getValue().mobile());
        json.writeEndObject();
      }
    });
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    var folder = file.resolveSibling("");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, NewFile.ownerOnly(folder, "rwx------"));
    }
    var whole = file.resolveSibling(NAME + "." + RandomId.next());
    boolean moved = false;
    try {
      NewFile.create(whole, out -> out.write(bytes));
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      moved = true;
    } finally {
      if (!moved) {
        Files.deleteIfExists(whole);
      }
    }
  }

  private static Failure unusable(String act, Path file, IOException fault) {
    return Failure.usage("cannot " + act + " the token file " + file + ": "
        + (fault instanceof AccessDeniedException ? "no permission" : fault.getMessage()));
  }
}
