package io.ramtalk.junit;

import io.ramtalk.RamTalkBuilder;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How a fixture is made.
 *
 * @param messenger sets more of a messenger
 * @param server sets more of the builder of a server, whose class may not be there
 * @param start what the clock shows first
 * @param atEnd what has to hold at the end
 */
record Settings(UnaryOperator<RamTalkBuilder> messenger, UnaryOperator<?> server, Instant start,
    List<EndCheck> atEnd) {
  static final Settings DEFAULT = new Settings(UnaryOperator.identity(), UnaryOperator.identity(),
      Instant.parse("2026-01-01T00:00:00Z"), List.of());
}
