package io.ramtalk.cli.internal.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The latest lines of a chat.
 *
 * <p><b>Threads:</b> any number.
 */
public final class Transcript {
  static final int MAX_LINES = 1_000;

  /* The state of a message may arrive before the response to the request that sent it. */
  private static final int MAX_EARLY_STATES = 64;

  private final ArrayList<ChatLine> lines = new ArrayList<>();
  private final Map<String, String> earlyStates = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
      return size() > MAX_EARLY_STATES;
    }
  };

  /** Adds a line and returns it with its current state. */
  synchronized ChatLine add(ChatLine line) {
    var early = earlyStates.remove(line.id());
    var added = early == null ? line : line.in(early);
    if (lines.size() == MAX_LINES) {
      lines.remove(0);
    }
    lines.add(added);
    return added;
  }

  /** Sets the state of a message. Returns its line if the state changed. */
  synchronized @Nullable ChatLine mark(String id, String state) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      var line = lines.get(i);
      if (line.kind() == ChatLine.Kind.OWN && line.id().equals(id)) {
        if (line.state().equals(state)) {
          return null;
        }
        var marked = line.in(state);
        lines.set(i, marked);
        return marked;
      }
    }
    earlyStates.put(id, state);
    return null;
  }

  /** Returns the lines, oldest first. */
  synchronized List<ChatLine> lines() {
    return List.copyOf(lines);
  }
}
