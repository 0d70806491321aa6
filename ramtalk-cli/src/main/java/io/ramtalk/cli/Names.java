package io.ramtalk.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The names that people know users by: the name of each, or else its number. A user is asked for
 * once; one who cannot be found goes by its id.
 *
 * <p><b>Threads:</b> one.
 */
final class Names {
  /* A command prints messages that it has leased, and must not wait long for their names: once the
   * server could not be reached, it is not asked again until a connection stands. */
  static final int MAX_KEPT = 1_000;

  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Zs}]+");

  private final Server server;
  private final boolean areIds;
  private boolean isUnreachable;
  private final Map<String, String> kept = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
      return size() > MAX_KEPT;
    }
  };

  /** Asks a server for names, or goes by ids alone. */
  Names(Server server, boolean areIds) {
    this.server = server;
    this.areIds = areIds;
  }

  /** Returns what a user is called, in one line that is safe to print. */
  String of(String id) {
    if (areIds || id.equals("-")) {
      return Escapes.line(id);
    }
    var known = kept.get(id);
    if (known == null && !isUnreachable) {
      known = lookUp(id);
    }
    return known == null ? Escapes.line(id) : known;
  }

  /** Asks the server again, also if it could not be reached before. */
  void retry() {
    isUnreachable = false;
  }

  private String lookUp(String id) {
    String name;
    try {
      name = SPACE.matcher(People.byId(server, id).label()).replaceAll(" ").strip();
    } catch (Failure e) {
      name = ""; // Has left, perhaps.
    } catch (IOException e) {
      isUnreachable = true;
      return Escapes.line(id);
    }
    var shown = name.isEmpty() ? Escapes.line(id) : name;
    kept.put(id, shown);
    return shown;
  }
}
