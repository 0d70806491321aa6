package io.ramtalk.server;

import io.ramtalk.Limits;
import io.ramtalk.RamTalkBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Flags of a server that come from another module, as options of picocli on the fields of the
 * class, and what they do. See {@link Main#run}.
 *
 * <p><b>Threads:</b> one at a time.
 */
public interface ServerFlags {
  /** No more flags than there are. */
  ServerFlags NONE = new ServerFlags() { };

  /**
   * Describes the messenger further.
   *
   * @param messenger what the server will serve
   * @throws IllegalArgumentException if a flag is wrong; the message says what it must be
   */
  default void apply(RamTalkBuilder messenger) {
  }

  /**
   * Describes the server further, after the messenger was made.
   *
   * @param server what will serve it
   * @throws IllegalArgumentException if a flag is wrong; the message says what it must be
   */
  default void apply(RamTalkServerBuilder server) {
  }

  /**
   * Returns how much everything that is stored may take, unless a flag says so.
   *
   * @return bytes
   */
  default long defaultBudgetBytes() {
    return Limits.DEFAULT.budgetBytes();
  }

  /**
   * Returns what the greeting says of where data lives.
   *
   * @return a sentence
   */
  default String whereDataLives() {
    return "Data lives in RAM only: it is gone when this process ends.";
  }

  /**
   * Returns what is said at the end.
   *
   * @return a sentence; null to count what is lost
   */
  default @Nullable String farewell() {
    return null;
  }
}
