package io.ramtalk;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command on one account means for others: news for senders, and whether there is new mail.
 * An engine hands it to its {@link Engine.Host} after the command, with no lock held.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class Effects {
  private final List<Fate> fates = new ArrayList<>();
  private boolean mail;

  Effects() {}

  /**
   * Returns the news for senders.
   *
   * @return in the order of the messages
   */
  public List<Fate> fates() {
    return fates;
  }

  /**
   * Says whether messages became available that were not before.
   *
   * @return true if the doorbell is to be rung
   */
  public boolean hasMail() {
    return mail;
  }

  void add(Message message, Receipt.State state, long time) {
    fates.add(new Fate(message.from(), message.id(), state, time));
  }

  void ring() {
    mail = true;
  }

  boolean isEmpty() {
    return !mail && fates.isEmpty();
  }
}
