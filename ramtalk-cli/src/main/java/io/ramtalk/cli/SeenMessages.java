package io.ramtalk.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages that were handled already, so that one that comes again because its
 * acknowledgement was lost is not handled twice. What comes again waits in the mailbox, so as many
 * are remembered as the largest mailbox holds.
 *
 * <p><b>Threads:</b> one.
 */
final class SeenMessages {
  static final int MAX_IDS = 10_000;

  private final Map<String, Boolean> ids = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > MAX_IDS;
    }
  };

  boolean contains(String id) {
    return ids.containsKey(id);
  }

  void add(String id) {
    ids.put(id, true);
  }
}
