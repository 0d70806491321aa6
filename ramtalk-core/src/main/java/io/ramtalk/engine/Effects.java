package io.ramtalk.engine;

import io.ramtalk.Message;
import io.ramtalk.Receipt;
import java.util.ArrayList;
import java.util.List;

/**
 * The effects of a command beyond its account: delivery reports for senders, and whether a doorbell
 * rings. An engine creates one instance per command and passes it to its {@link Engine.Host}
 * afterwards, without a lock.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class Effects {
  private List<DeliveryReport> reports = List.of();
  private boolean news;
  private boolean presence;

  /** Creates empty effects. */
  public Effects() {}

  /**
   * Returns the delivery reports for senders.
   *
   * @return the reports, in the order of the messages
   */
  public List<DeliveryReport> reports() {
    return reports;
  }

  /**
   * Returns whether there is news for the user: messages became available, or a receipt changed
   * while a live connection is open.
   *
   * @return true if the doorbell must ring
   */
  public boolean hasNews() {
    return news;
  }

  /**
   * Returns whether the user went online or offline.
   *
   * @return true if the watchers of its presence must be notified
   */
  public boolean hasPresence() {
    return presence;
  }

  void add(Message message, Receipt.State state, long time) {
    add(new DeliveryReport(message.from(), message.id(), state, time));
  }

  void add(DeliveryReport report) {
    if (reports.isEmpty()) {
      reports = List.of(report); // few commands have more
      return;
    }
    if (reports.size() == 1) {
      reports = new ArrayList<>(reports);
    }
    reports.add(report);
  }

  void ring() {
    news = true;
  }

  void changePresence() {
    presence = true;
  }

  /**
   * Returns whether the command has no effects beyond its account.
   *
   * @return true if there are no reports and no doorbell must ring
   */
  public boolean isEmpty() {
    return !news && !presence && reports.isEmpty();
  }
}
