package io.ramtalk.cli;

import io.ramtalk.RamTalk;
import io.ramtalk.server.Access;
import io.ramtalk.server.CodeDelivery;
import io.ramtalk.server.RamTalkServer;
import io.ramtalk.server.RamTalkServerBuilder;
import java.io.IOException;
import java.net.URI;
import javax.net.ssl.SSLContext;

/** A server in this process, with the command line in front of it. */
final class RealServer implements AutoCloseable {
  private final RamTalkServer server;

  private RealServer(RamTalkServerBuilder builder) throws IOException {
    server = builder.port(0).build().start();
  }

  static RealServer start() throws IOException {
    return serving(RamTalk.create());
  }

  static RealServer serving(RamTalk talk) throws IOException {
    return new RealServer(RamTalkServer.builder().messenger(talk));
  }

  /** Starts a server that requires a login and passes its codes to a delivery. */
  static RealServer closed(RamTalk talk, CodeDelivery codes) throws IOException {
    return new RealServer(RamTalkServer.builder().messenger(talk)
        .access(Access.OTP).codeDelivery(codes));
  }

  /** Starts an open server that gives snapshots. */
  static RealServer givingSnapshots(RamTalk talk) throws IOException {
    return new RealServer(RamTalkServer.builder().messenger(talk).insecureSnapshot(true));
  }

  /** Starts a server that uses TLS. */
  static RealServer secure(SSLContext tls) throws IOException {
    return new RealServer(RamTalkServer.builder().messenger(RamTalk.create()).tls(tls));
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
