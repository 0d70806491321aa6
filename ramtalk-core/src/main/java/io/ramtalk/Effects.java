package io.ramtalk;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command on one account means for others: news for senders, and whether a bell is to ring.
 * An engine gives a new one to each command, and hands it to its {@link Engine.Host} afterwards,
 * with no lock held.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class Effects {
  private List<Fate> fates = List.of();
  private boolean news;
  private boolean presence;

  /** Creates one for a command: nothing yet. */
  public Effects() {}

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
    add(new Fate(message.from(), message.id(), state, time));
  }

  void add(Fate fate) {
    if (fates.isEmpty()) {
      fates = List.of(fate); // what a command mostly has at most
      return;
    }
    if (fates.size() == 1) {
      fates = new ArrayList<>(fates);
    }
    fates.add(fate);
  }

  void ring() {
    news = true;
  }

  void changePresence() {
    presence = true;
  }

  /**
   * Says whether the command means nothing for others.
   *
   * @return true if there is nothing to tell and no bell to ring
   */
  public boolean isEmpty() {
    return !news && !presence && fates.isEmpty();
  }
}
