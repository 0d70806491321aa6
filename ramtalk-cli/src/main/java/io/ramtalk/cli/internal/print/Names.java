package io.ramtalk.cli.internal.print;

import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.SafeText;
import io.ramtalk.cli.internal.client.Server;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The display names of users: the name of each, or else its number. Each user is looked up once; a
 * user that cannot be found is shown by its id.
 *
 * <p><b>Threads:</b> one.
 */
public final class Names {
  /* A command prints messages that it has leased, so lookups must not take long: after the server
   * was unreachable once, there are no more lookups until a connection is established. */
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

  /** Looks names up on a server, or shows ids only. */
  public Names(Server server, boolean areIds) {
    this.server = server;
    this.areIds = areIds;
  }

  /** Returns the display name of a user, on one line that is safe to print. */
  public String of(String id) {
    if (areIds || id.equals("-")) {
      return SafeText.line(id);
    }
    var known = kept.get(id);
    if (known == null && !isUnreachable) {
      known = lookUp(id);
    }
    return known == null ? SafeText.line(id) : known;
  }

  /** Allows lookups again after the server was unreachable. */
  public void retry() {
    isUnreachable = false;
  }

  private String lookUp(String id) {
    String name;
    try {
      name = SPACE.matcher(People.byId(server, id).label()).replaceAll(" ").strip();
    } catch (Failure e) {
      name = ""; // The user may have left.
    } catch (IOException e) {
      isUnreachable = true;
      return SafeText.line(id);
    }
    var shown = name.isEmpty() ? SafeText.line(id) : name;
    kept.put(id, shown);
    return shown;
  }
}
