package io.ramtalk.server.internal.http;

import io.ramtalk.Mobile;
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
   * Returns the user that an operator or a caller of an open server names by a mobile number, which
   * may not have signed up yet.
   *
   * @return the user, or null if this extension does not know one
   */
  default @Nullable UserId user(Mobile mobile) {
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
