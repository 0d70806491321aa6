package io.ramtalk.junit;

import io.ramtalk.RamTalk;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.RamTalkServer;
import io.ramtalk.server.RamTalkServerBuilder;
import java.io.IOException;
import java.net.URI;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/**
 * The server of one test. Only this class refers to server classes, so that all others work without
 * them.
 *
 * @param server a server that listens on a free port
 */
record ServerFixture(RamTalkServer server) implements AutoCloseable {
  @SuppressWarnings("unchecked") // RamTalkExtensionBuilder.server sets this type
  static ServerFixture start(RamTalk talk, VirtualClock clock, Settings settings) {
    var more = (UnaryOperator<RamTalkServerBuilder>) settings.server();
    var server = more.apply(RamTalkServer.builder().smsFacade(true).testControls(clock))
        .messenger(talk).port(0).build();
    try {
      return new ServerFixture(server.start());
    } catch (IOException e) {
      throw new ParameterResolutionException("The server cannot be started", e);
    }
  }

  URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
  }
}
