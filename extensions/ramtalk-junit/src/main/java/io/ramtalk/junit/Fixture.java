package io.ramtalk.junit;

import io.ramtalk.RamTalk;
import io.ramtalk.VirtualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** The messenger, clock and server of one test. */
final class Fixture implements AutoCloseable {
  private final Settings settings;
  private final VirtualClock clock;
  private final RamTalk talk;
  private @Nullable ServerFixture server;

  Fixture(Settings settings) {
    this.settings = settings;
    clock = VirtualClock.startingAt(settings.start());
    talk = settings.messenger().apply(RamTalk.builder()).clock(clock).build();
  }

  VirtualClock clock() {
    return clock;
  }

  RamTalk talk() {
    return talk;
  }

  /** Returns the server, which is started on first use. */
  ServerFixture server() {
    var started = server;
    if (started == null) {
      started = start();
      server = started;
    }
    return started;
  }

  private ServerFixture start() {
    try {
      return ServerFixture.start(talk, clock, settings);
    } catch (NoClassDefFoundError e) {
      throw new ParameterResolutionException(
          "A server requires io.ramtalk:ramtalk-undertow on the class path", e);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    talk.close();
  }
}
