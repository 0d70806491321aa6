package io.ramtalk.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.ramtalk.RamTalk;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.internal.wire.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A server that requires a login, with a manual clock; tests can read its one-time codes. */
final class OtpServer implements AutoCloseable {
  static final String ADMIN_TOKEN = "an admin token of a test";

  private final VirtualClock clock = VirtualClock.startingAt(TestServer.START);
  private final Map<String, String> codes = new ConcurrentHashMap<>();
  private final RamTalk talk = RamTalk.builder().clock(clock).build();
  private final RamTalkServer server;
  private final Caller caller;

  /** Starts a server without rate limits. */
  OtpServer() {
    this(OtpServer::unlimited);
  }

  OtpServer(UnaryOperator<RamTalkServerBuilder> settings) {
    this((builder, clock) -> settings.apply(builder));
  }

  /** Starts a server whose settings can use its clock. */
  OtpServer(BiFunction<RamTalkServerBuilder, VirtualClock, RamTalkServerBuilder> settings) {
    var builder = RamTalkServer.builder().messenger(talk).port(0).access(Access.OTP)
        .adminToken(ADMIN_TOKEN)
        .codeDelivery(message -> codes.put(message.mobile(), message.code()));
    server = settings.apply(builder, clock).build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    caller = new Caller(server.uri());
  }

  static RamTalkServerBuilder unlimited(RamTalkServerBuilder builder) {
    for (var limit : RateLimit.values()) {
      builder.rate(limit, null);
    }
    return builder;
  }

  /** A logged-in user. */
  record Person(String id, String token) {}

  /** Logs a mobile number in and signs the number up if it is new. */
  Person logIn(String mobile) {
    var reply = logIn(mobile, code(mobile));
    if (reply.status() != 200) {
      throw new AssertionError("Not logged in: " + reply.body());
    }
    return new Person(reply.text("user_id"), reply.text("token"));
  }

  Caller.Reply logIn(String mobile, String code) {
    return caller.postJson("/login", """
        {"mobile": "%s", "code": "%s"}""".formatted(mobile, code));
  }

  /** Requests a one-time code and returns it. */
  String code(String mobile) {
    var reply = askForCode(mobile);
    if (reply.status() != 202) {
      throw new AssertionError("No code: " + reply.body());
    }
    return codes.get(mobile);
  }

  Caller.Reply askForCode(String mobile) {
    return caller.postJson("/otp", """
        {"mobile": "%s"}""".formatted(mobile));
  }

  /** Sends a request with a token; an empty token sends none. */
  Caller.Reply as(String token, String method, String path, String json) {
    return caller.call(request(token, path).header("Content-Type", MediaType.JSON)
        .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
        .build());
  }

  JsonNode get(String token, String path) {
    return as(token, "GET", path, "").json();
  }

  HttpRequest.Builder request(String token, String path) {
    var request = caller.request(path);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  void advance(Duration time) {
    clock.advance(time);
  }

  RamTalk talk() {
    return talk;
  }

  RamTalkServer server() {
    return server;
  }

  Caller caller() {
    return caller;
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    talk.close();
  }
}
