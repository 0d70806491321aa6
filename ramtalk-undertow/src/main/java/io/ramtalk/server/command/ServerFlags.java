package io.ramtalk.server.command;

import io.ramtalk.Limits;
import io.ramtalk.RamTalkBuilder;
import io.ramtalk.server.RamTalkServerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Server options of another module: picocli options on the fields of the class, and their effect.
 * See {@link Main#run}.
 *
 * <p><b>Threads:</b> one at a time.
 */
public interface ServerFlags {
  /** No additional options. */
  ServerFlags NONE = new ServerFlags() { };

  /**
   * Applies the options to the messenger.
   *
   * @param messenger the builder of the messenger
   * @throws IllegalArgumentException if an option is invalid; the message says what is expected
   */
  default void apply(RamTalkBuilder messenger) {
  }

  /**
   * Applies the options to the server, after the messenger was created.
   *
   * @param server the builder of the server
   * @throws IllegalArgumentException if an option is invalid; the message says what is expected
   */
  default void apply(RamTalkServerBuilder server) {
  }

  /**
   * Returns the memory limit for stored data, unless an option sets it.
   *
   * @return bytes
   */
  default long defaultBudgetBytes() {
    return Limits.DEFAULT.budgetBytes();
  }

  /**
   * Returns the part of the startup line that says where data is stored.
   *
   * @return a sentence
   */
  default String whereDataLives() {
    return "Data is kept in RAM only: it is lost when this process exits.";
  }

  /**
   * Returns the last line printed at shutdown.
   *
   * @return a sentence, or null to report the lost data
   */
  default @Nullable String farewell() {
    return null;
  }
}
