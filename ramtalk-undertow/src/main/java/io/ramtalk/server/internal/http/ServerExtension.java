package io.ramtalk.server.internal.http;

import io.ramtalk.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a server that can be left out, with routes of its own, such as the SMS facade.
 *
 * <p><b>Threads:</b> any number may call, except that {@link #close} comes last.
 */
public interface ServerExtension extends AutoCloseable {
  /** Returns the routes that it serves. */
  List<Route> routes();

  /**
   * Returns the user that an operator or a caller of an open server means by a text.
   *
   * @param text a text that is not a user id
   * @return the user; null if the text means nothing to this extension
   */
  default @Nullable UserId user(String text) {
    return null;
  }

  /** Returns the bytes that it counts against the byte budget. */
  default long bytes() {
    return 0;
  }

  /** Forgets everything that it holds, at the request of a test. */
  default void reset() {}

  /** Removes what has expired. Called every minute. */
  default void sweep() {}

  /** Releases its threads and its memory. */
  @Override
  default void close() {}
}
