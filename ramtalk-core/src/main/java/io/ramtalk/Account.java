package io.ramtalk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is kept of one user, and the rules it follows: a deterministic state machine.
 *
 * <p>The same state and the same {@link Command} give the same new state and the same result, on
 * any machine: ids, limits and the time are arguments of the command, and nothing in here reads a
 * clock, draws a random number or does I/O. So an engine may apply a command again on a copy.
 *
 * <p><b>Threads:</b> one at a time; the engine sees to it. <b>Cost:</b> as the commands say.
 */
public final class Account {
  /* The mailbox is made with the first message: most users of a large messenger have no mail. */
  private final User user;
  private @Nullable Mailbox mailbox;

  /**
   * Creates the account of a new user, with an empty mailbox.
   *
   * @param user who it belongs to
   */
  public Account(User user) {
    this.user = user;
  }

  /**
   * Returns who this account belongs to.
   *
   * @return the user
   */
  public User user() {
    return user;
  }

  boolean offer(Message message, int capacity) {
    if (mailbox == null) {
      mailbox = new Mailbox();
    }
    return mailbox.offer(message, capacity);
  }

  List<Message> take(int max) {
    return mailbox == null ? List.of() : mailbox.take(max);
  }
}
