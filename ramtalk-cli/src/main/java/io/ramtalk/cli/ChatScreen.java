package io.ramtalk.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where a chat is seen and its lines are typed.
 *
 * <p><b>Threads:</b> one reads; any number show.
 */
interface ChatScreen extends AutoCloseable {
  /**
   * Waits for a line.
   *
   * @param begun what stands there already, to be changed and sent again
   * @return the line, or null if there will be no more
   */
  @Nullable String readLine(String begun) throws IOException;

  /** Shows a new line of the transcript. */
  void added(ChatLine line);

  /** Shows that it is known what became of a message. */
  void marked(ChatLine line);

  /** Shows whether the other one is there. */
  void status(String status);

  /** Shows the transcript from its beginning. */
  void showHistory();

  @Override
  void close() throws IOException;
}
