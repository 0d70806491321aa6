package io.ramtalk.server;

import io.ramtalk.Eventually;
import io.ramtalk.RamBudget;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkBuilder;
import io.ramtalk.UserId;
import io.ramtalk.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** A server with a manual clock and two users, Ana and Bo. */
final class TestServer implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-22T10:44:00.123Z");

  private final VirtualClock clock = VirtualClock.startingAt(START);
  private final RamTalk talk;
  private final RamTalkServer server;
  private final Caller caller;
  private final String ana;
  private final String bo;

  TestServer() {
    this(builder -> builder);
  }

  TestServer(UnaryOperator<RamTalkBuilder> limits) {
    this(limits, settings -> settings);
  }

  TestServer(UnaryOperator<RamTalkBuilder> limits, UnaryOperator<RamTalkServerBuilder> settings) {
    talk = limits.apply(RamTalk.builder()).clock(clock).build();
    server = settings.apply(RamTalkServer.builder()).messenger(talk).port(0).build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    caller = new Caller(server.uri());
    ana = talk.signUp("01711111111").user().id().toString();
    bo = talk.signUp("01722222222").user().id().toString();
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
    return caller;
  }

  String ana() {
    return ana;
  }

  String bo() {
    return bo;
  }

  UserId boId() {
    return UserId.parse(bo);
  }

  /** Sends a text from Ana to Bo and returns its id. */
  String send(String text) {
    return talk.send(UserId.parse(ana), boId(), text).toString();
  }

  /** Receives all messages of Bo; on return, the server has recorded the response as written. */
  RawConnection.Response receive() {
    try (var connection = new RawConnection(port())) {
      var response = connection.send(get("/receive/" + bo)).response();
      connection.send(get("/livez")).response();
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a long poll and waits until the server holds it; no other request may wait. */
  RawConnection poll(String path) throws IOException {
    return poll(path, 0);
  }

  /** Sends a long poll beside the given number of other waiting requests. */
  RawConnection poll(String path, int others) throws IOException {
    Eventually.that("others wait", () -> server.waiting() == others);
    var connection = new RawConnection(server.port()).send(get(path));
    Eventually.that("it waits", () -> server.waiting() == others + 1);
    return connection;
  }

  /** Returns a complete GET request. */
  static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  void advance(Duration duration) {
    clock.advance(duration);
  }

  void advanceMillis(long millis) {
    clock.advance(Duration.ofMillis(millis));
  }

  @Override
  public void close() {
    server.close();
    talk.close();
  }
}
