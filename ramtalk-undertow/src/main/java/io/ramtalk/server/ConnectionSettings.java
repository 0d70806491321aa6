package io.ramtalk.server;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was said of connections, and the defaults of everything else.
 *
 * <p><b>Threads:</b> one at a time sets; any number may read then.
 */
final class ConnectionSettings {
  private final Map<ConnectionTimeout, Duration> timeouts = new EnumMap<>(ConnectionTimeout.class);
  private final Map<ConnectionLimit, Integer> limits = new EnumMap<>(ConnectionLimit.class);

  /** Sets a time-out; one out of its bounds is refused. */
  void set(ConnectionTimeout timeout, Duration time) {
    timeouts.put(timeout, timeout.check(time));
  }

  /** Sets a limit; one out of its bounds is refused. */
  void set(ConnectionLimit limit, int value) {
    limits.put(limit, limit.check(value));
  }

  int millis(ConnectionTimeout timeout) {
    return (int) timeouts.getOrDefault(timeout, timeout.defaultTime()).toMillis();
  }

  int limit(ConnectionLimit limit) {
    return limits.getOrDefault(limit, limit.defaultValue());
  }

  /** Says whether a limit is something else than nobody's decision. */
  boolean isSet(ConnectionLimit limit) {
    return limits.containsKey(limit);
  }
}
