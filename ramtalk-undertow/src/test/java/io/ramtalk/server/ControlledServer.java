package io.ramtalk.server;

import io.ramtalk.Message;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkBuilder;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** An empty server as used in tests of applications, with the SMS facade and test controls. */
final class ControlledServer implements AutoCloseable {
  private final VirtualClock clock =
      VirtualClock.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
  private final RamTalk talk;
  private final RamTalkServer server;

  ControlledServer() {
    this(limits -> limits, settings -> settings);
  }

  ControlledServer(
      UnaryOperator<RamTalkBuilder> limits, UnaryOperator<RamTalkServerBuilder> settings) {
    talk = limits.apply(RamTalk.builder()).clock(clock).build();
    server = settings.apply(RamTalkServer.builder().smsFacade(true).testControls(clock))
        .messenger(talk).port(0).build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RamTalk talk() {
    return talk;
  }

  VirtualClock clock() {
    return clock;
  }

  RamTalkServer server() {
    return server;
  }

  URI uri() {
    return server.uri();
  }

  int port() {
    return server.port();
  }

  Caller caller() {
    return new Caller(server.uri());
  }

  UserId signUp(String mobile) {
    return talk.signUp(mobile).user().id();
  }

  /** Receives the messages of a mobile number and signs the number up if it is new. */
  List<Message> receive(String mobile) {
    return talk.receive(signUp(mobile));
  }

  @Override
  public void close() {
    server.close();
    talk.close();
  }
}
