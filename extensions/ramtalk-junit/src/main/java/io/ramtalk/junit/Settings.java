package io.ramtalk.junit;

import io.ramtalk.RamTalkBuilder;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The settings of a fixture.
 *
 * @param messenger configures the messenger
 * @param server configures the server builder, whose class may be absent
 * @param start the initial time of the clock
 * @param atEnd the checks at the end
 */
record Settings(UnaryOperator<RamTalkBuilder> messenger, UnaryOperator<?> server, Instant start,
    List<EndCheck> atEnd) {
  static final Settings DEFAULT = new Settings(UnaryOperator.identity(), UnaryOperator.identity(),
      Instant.parse("2026-01-01T00:00:00Z"), List.of());
}
