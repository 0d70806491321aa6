package io.ramtalk.server;

import io.ramtalk.MessageId;
import io.ramtalk.RamBudget;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkBuilder;
import io.ramtalk.UserId;
import io.ramtalk.server.internal.live.Heartbeat;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A server on a free port with two users, Ana and Bo, and access to its messenger. Its timeouts are
 * so long that only an explicit close ends a connection.
 */
final class LiveServer implements AutoCloseable {
  private static final Duration NEVER = Duration.ofHours(1);

  private final RamTalk talk;
  private final RamTalkServer server;
  private final UserId ana;
  private final UserId bo;

  private LiveServer(RamTalk talk) throws IOException {
    this.talk = talk;
    server = RamTalkServer.builder().messenger(talk).port(0)
        .heartbeat(new Heartbeat(NEVER, NEVER)).timeout(ConnectionTimeout.IDLE, NEVER)
        .build().start();
    ana = talk.signUp("01711111111").user().id();
    bo = talk.signUp("01722222222").user().id();
  }

  static LiveServer start() throws IOException {
    return start(limits -> limits);
  }

  static LiveServer start(UnaryOperator<RamTalkBuilder> limits) throws IOException {
    return new LiveServer(limits.apply(RamTalk.builder()).build());
  }

  RamTalk talk() {
    return talk;
  }

  RamBudget budget() {
    return talk.operations().budget();
  }

  RamTalkServer server() {
    return server;
  }

  int port() {
    return server.port();
  }

  Caller caller() {
    return new Caller(server.uri());
  }

  UserId ana() {
    return ana;
  }

  UserId bo() {
    return bo;
  }

  LiveSocket socket(UserId user) {
    return LiveSocket.open(server.port(), "/ws/" + user);
  }

  /** Opens a socket that has received its hello and all waiting messages. */
  LiveSocket readySocket(UserId user) {
    var socket = socket(user);
    socket.next("hello");
    socket.next("caught_up");
    return socket;
  }

  EventStream stream(UserId user, String query, String... headers) throws IOException {
    return EventStream.open(server.port(), "/stream/" + user + query, headers);
  }

  /** Sends a text from Ana to Bo. */
  MessageId send(String text) {
    return talk.send(ana, bo, text);
  }

  /** Returns whether the user is shown as online. */
  boolean isOnline(UserId user) {
    return talk.presence(user).online();
  }

  @Override
  public void close() {
    server.close();
    talk.close();
  }
}
