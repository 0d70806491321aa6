package io.ramtalk.cli.internal.client;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages that were already handled. A message is delivered again if its acknowledgement was
 * lost, and must not be handled twice. Such messages are in the mailbox, so this class remembers as
 * many as the largest mailbox can hold.
 *
 * <p><b>Threads:</b> one.
 */
public final class SeenMessages {
  static final int MAX_IDS = 10_000;

  private final Map<String, Boolean> ids = new LinkedHashMap<>() {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > MAX_IDS;
    }
  };

  public boolean contains(String id) {
    return ids.containsKey(id);
  }

  public void add(String id) {
    ids.put(id, true);
  }
}
