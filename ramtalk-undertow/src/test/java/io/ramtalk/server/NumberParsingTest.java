package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Mobile;
import io.ramtalk.RamTalk;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mobile number in a path is parsed once, both for the access rule and for the endpoint. */
final class NumberParsingTest {
  private static final String ANA = "01711111111";

  private final AtomicInteger parsed = new AtomicInteger();
  private final AtomicReference<String> code = new AtomicReference<>();
  private final RamTalk talk = RamTalk.builder().mobileParser(text -> {
    parsed.incrementAndGet();
    return Mobile.parse(text);
  }).build();
  private final RamTalkServer server = RamTalkServer.builder().messenger(talk).port(0)
      .access(Access.OTP).codeDelivery(message -> code.set(message.code())).build();
  private String token;

  @BeforeEach
  void logIn() throws IOException {
    server.start();
    var caller = new Caller(server.uri());
    caller.postJson("/otp", """
        {"mobile": "%s"}""".formatted(ANA));
    token = caller.postJson("/login", """
        {"mobile": "%s", "code": "%s"}""".formatted(ANA, code.get())).text("token");
    parsed.set(0);
  }

  @AfterEach
  void stop() {
    server.close();
    talk.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /receive/", "GET, /inbox/", "GET, /sent/", "GET, /export/", "DELETE, /users/",
  })
  void ownersRoute_forOwnNumber_parsesItOnce(String method, String path) {
    var caller = new Caller(server.uri());

    var reply = caller.call(caller.request(path + ANA).header("Authorization", "Bearer " + token)
        .method(method, BodyPublishers.noBody()).build());

    assertThat(reply.status()).isEqualTo(200);
    assertThat(parsed).hasValue(1);
  }

  @Test
  void webSocket_forOwnNumber_parsesItOnceBeforeAndAfterTheLogin() throws Exception {
    try (var socket = RawWebSocket.open(server.port(), "/ws/" + ANA, 0)) {
      socket.say("{\"type\": \"auth\", \"token\": \"" + token + "\"}");

      assertThat(socket.next(RawWebSocket.TEXT).text()).contains("\"hello\"");
    }
    assertThat(parsed).hasValue(1);
  }
}
