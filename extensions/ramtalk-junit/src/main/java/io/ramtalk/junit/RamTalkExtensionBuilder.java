package io.ramtalk.junit;

import io.ramtalk.RamTalkBuilder;
import io.ramtalk.server.RamTalkServerBuilder;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A builder for a {@link RamTalkExtension}.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class RamTalkExtensionBuilder {
  private UnaryOperator<RamTalkBuilder> messenger = Settings.DEFAULT.messenger();
  private UnaryOperator<?> server = Settings.DEFAULT.server();
  private Instant start = Settings.DEFAULT.start();
  private List<EndCheck> atEnd = Settings.DEFAULT.atEnd();

  RamTalkExtensionBuilder() {}

  /**
   * Configures the messenger of each test, for example its limits.
   *
   * @param settings called for each test, before the clock is set
   * @return this builder
   */
  public RamTalkExtensionBuilder messenger(UnaryOperator<RamTalkBuilder> settings) {
    messenger = settings;
    return this;
  }

  /**
   * Configures the server of each test that uses one, for example its access rules.
   *
   * @param settings called for each such test, before the messenger and a free port are set
   * @return this builder
   */
  public RamTalkExtensionBuilder server(UnaryOperator<RamTalkServerBuilder> settings) {
    server = settings;
    return this;
  }

  /**
   * Sets the initial time of each test's clock.
   *
   * @param newStart the time, default the start of 2026 in UTC
   * @return this builder
   */
  public RamTalkExtensionBuilder startingAt(Instant newStart) {
    start = newStart;
    return this;
  }

  /**
   * Sets the checks at the end of each test that has not failed before.
   *
   * @param checks the checks, default none
   * @return this builder
   */
  public RamTalkExtensionBuilder atEnd(EndCheck... checks) {
    atEnd = List.of(checks);
    return this;
  }

  /**
   * Creates the extension.
   *
   * @return an extension to register
   */
  public RamTalkExtension build() {
    return new RamTalkExtension(new Settings(messenger, server, start, atEnd));
  }
}
