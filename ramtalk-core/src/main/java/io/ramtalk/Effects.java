package io.ramtalk;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command on one account means for others: news for senders, and whether a bell is to ring.
 * An engine hands it to its {@link Engine.Host} after the command, with no lock held.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class Effects {
  private final List<Fate> fates = new ArrayList<>();
  private boolean news;
  private boolean presence;

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
   * Says whether there is something new for the user itself: messages became available that were
   * not before, or a receipt changed while someone is connected to hear of it.
   *
   * @return true if the doorbell is to be rung
   */
  public boolean hasNews() {
    return news;
  }

  /**
   * Says whether the user came online or went.
   *
   * @return true if those who watch its presence are to be told
   */
  public boolean hasPresence() {
    return presence;
  }

  void add(Message message, Receipt.State state, long time) {
    fates.add(new Fate(message.from(), message.id(), state, time));
  }

  void ring() {
    news = true;
  }

  void changePresence() {
    presence = true;
  }

  boolean isEmpty() {
    return !news && !presence && fates.isEmpty();
  }
}
