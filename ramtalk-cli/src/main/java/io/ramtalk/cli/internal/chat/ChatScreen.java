package io.ramtalk.cli.internal.chat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The display and the input line of a chat.
 *
 * <p><b>Threads:</b> one reads; any number update the display.
 */
public interface ChatScreen extends AutoCloseable {
  /**
   * Waits for a line.
   *
   * @param begun the initial text of the input line
   * @return the line, or null at the end of the input
   */
  @Nullable String readLine(String begun) throws IOException;

  /** Shows a line that was added to the transcript. */
  void added(ChatLine line);

  /** Shows the changed state of a message. */
  void marked(ChatLine line);

  /** Shows the presence of the peer. */
  void status(String status);

  /** Shows the transcript from the beginning. */
  void showHistory();

  @Override
  void close() throws IOException;
}
