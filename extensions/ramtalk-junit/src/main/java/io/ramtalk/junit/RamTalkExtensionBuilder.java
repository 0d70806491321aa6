package io.ramtalk.junit;

import io.ramtalk.RamTalkBuilder;
import io.ramtalk.server.RamTalkServerBuilder;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Describes a {@link RamTalkExtension}.
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
   * Sets more of the messenger of each test, such as its limits.
   *
   * @param settings called for each test; the clock is set after it
   * @return this builder
   */
  public RamTalkExtensionBuilder messenger(UnaryOperator<RamTalkBuilder> settings) {
    messenger = settings;
    return this;
  }

  /**
   * Sets more of the server of each test that asks for one, such as who may do what.
   *
   * @param settings called for each such test; the messenger is set after it, and the port, which
   *     is any free one
   * @return this builder
   */
  public RamTalkExtensionBuilder server(UnaryOperator<RamTalkServerBuilder> settings) {
    server = settings;
    return this;
  }

  /**
   * Sets what the clock of each test shows first.
   *
   * @param newStart the beginning of 2026 in UTC unless set
   * @return this builder
   */
  public RamTalkExtensionBuilder startingAt(Instant newStart) {
    start = newStart;
    return this;
  }

  /**
   * Sets what has to hold when a test ends that did not fail before.
   *
   * @param checks nothing unless set
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
