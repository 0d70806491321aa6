package io.ramtalk.cli;

import io.ramtalk.RamTalk;
import io.ramtalk.server.RamTalkServer;
import java.io.IOException;
import java.net.URI;

/** A server in this process, with the command line in front of it. */
final class RealServer implements AutoCloseable {
  private final RamTalkServer server;

  private RealServer(RamTalk talk) throws IOException {
    server = RamTalkServer.builder().messenger(talk).port(0).build().start();
  }

  static RealServer start() throws IOException {
    return serving(RamTalk.create());
  }

  static RealServer serving(RamTalk talk) throws IOException {
    return new RealServer(talk);
  }

  URI uri() {
    return server.uri();
  }

  RamTalk talk() {
    return server.messenger();
  }

  CommandRun run(String... args) {
    return CommandRun.of(uri(), args);
  }

  /** Signs a number up and returns its user id. */
  String signUp(String mobile) {
    return talk().signUp(mobile).user().id().toString();
  }

  @Override
  public void close() {
    server.close();
    talk().close();
  }
}
