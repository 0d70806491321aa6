package io.ramtalk.server.internal.http;

import io.ramtalk.server.ConnectionLimit;
import io.ramtalk.server.ConnectionTimeout;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The configured timeouts and limits of connections; anything unset has its default.
 *
 * <p><b>Threads:</b> one thread sets the values; after that any number may read.
 */
public final class ConnectionSettings {
  private final Map<ConnectionTimeout, Duration> timeouts = new EnumMap<>(ConnectionTimeout.class);
  private final Map<ConnectionLimit, Integer> limits = new EnumMap<>(ConnectionLimit.class);

  /** Sets a timeout; rejects one out of bounds. */
  public void set(ConnectionTimeout timeout, Duration time) {
    timeouts.put(timeout, timeout.check(time));
  }

  /** Sets a limit; rejects one out of bounds. */
  public void set(ConnectionLimit limit, int value) {
    limits.put(limit, limit.check(value));
  }

  public int millis(ConnectionTimeout timeout) {
    return (int) timeouts.getOrDefault(timeout, timeout.defaultTime()).toMillis();
  }

  public int limit(ConnectionLimit limit) {
    return limits.getOrDefault(limit, limit.defaultValue());
  }

  /** Returns whether a limit was set explicitly. */
  public boolean isSet(ConnectionLimit limit) {
    return limits.containsKey(limit);
  }
}
