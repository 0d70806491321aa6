package io.ramtalk.server;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What several servers know together of who is logged in, so that a token and a one-time code hold
 * on each of them: small values by key, which end by themselves. No value is a token or a code.
 *
 * <p><b>Threads:</b> any number; calls may wait for other processes.
 */
public interface SharedLogins {
  /**
   * Returns a value.
   *
   * @param key which
   * @return the value; null if there is none, or its life is over
   * @throws io.ramtalk.EngineUnavailable if the others cannot be asked
   */
  byte @Nullable [] find(String key);

  /**
   * Puts a value in the place of another, if it is the other one that is there.
   *
   * @param key which
   * @param expected what is to be there, or null for nothing
   * @param value what to put there, or null for nothing
   * @param life how long it stays
   * @return false if something else was there; nothing is changed then
   * @throws io.ramtalk.EngineUnavailable if the others cannot be asked
   */
  boolean swap(String key, byte @Nullable [] expected, byte @Nullable [] value, Duration life);

  /**
   * Returns how many values there are, about.
   *
   * @return the number
   * @throws io.ramtalk.EngineUnavailable if the others cannot be asked
   */
  long count();

  /**
   * Calls back for each value that was taken away, on every server. It is a hint, which may be
   * lost.
   *
   * @param listener called with the key; it must not wait
   */
  void onRemoved(Consumer<String> listener);
}
