package io.ramtalk.server;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The login state that several servers share, so that a token and a one-time code are valid on each
 * of them: small values by key, which expire. No value contains a token or a code.
 *
 * <p><b>Threads:</b> any number; calls may block on other processes.
 */
public interface SharedLogins {
  /**
   * Returns a value.
   *
   * @param key the key
   * @return the value, or null if it is absent or has expired
   * @throws io.ramtalk.EngineUnavailable if the shared store is unavailable
   */
  byte @Nullable [] find(String key);

  /**
   * Replaces a value if it has the expected content (compare and set).
   *
   * @param key the key
   * @param expected the expected value, or null for absent
   * @param value the new value, or null to remove it
   * @param life the time until the new value expires
   * @return false if the value was different; nothing is changed then
   * @throws io.ramtalk.EngineUnavailable if the shared store is unavailable
   */
  boolean swap(String key, byte @Nullable [] expected, byte @Nullable [] value, Duration life);

  /**
   * Returns the approximate number of values.
   *
   * @return the number
   * @throws io.ramtalk.EngineUnavailable if the shared store is unavailable
   */
  long count();

  /**
   * Registers a listener for removed values on every server. Notifications are hints, which may be
   * lost.
   *
   * @param listener called with the key; it must not block
   */
  void onRemoved(Consumer<String> listener);
}
