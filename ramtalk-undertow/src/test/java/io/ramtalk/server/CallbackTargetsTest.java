package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ramtalk.Eventually;
import io.ramtalk.server.internal.access.AddressLiteral;
import io.ramtalk.server.internal.access.CallbackTargets;
import io.ramtalk.server.internal.sms.StatusCallbacks;
import io.ramtalk.server.internal.wire.MediaType;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses to which the server may send callbacks. */
final class CallbackTargetsTest {

  private final CallbackTargets near = new CallbackTargets(true);
  private final CallbackTargets far = new CallbackTargets(false);

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "169.254.0.1", "fe80::1", "febf::1", "fd00:ec2::254",
      "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1"})
  void allows_linkLocal_never(String address) {
    assertThat(near.allows(parse(address))).isFalse();
    assertThat(far.allows(parse(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1",
      "172.31.255.255", "192.168.1.1", "100.64.0.1", "198.18.0.1", "224.0.0.1", "239.1.1.1",
      "255.255.255.255", "::1", "::", "::7f00:1", "fd12::1", "fc00::1", "ff02::1", "fec0::1",
      "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::"})
  void allows_thisMachineAndPrivateNetworks_onlyNear(String address) {
    assertThat(near.allows(parse(address))).isTrue();
    assertThat(far.allows(parse(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "172.15.0.1", "172.32.0.1", "192.169.0.1", "100.63.0.1",
      "169.253.0.1", "223.255.255.255", "2001:4860:4860::8888", "64:ff9b::808:808",
      "2002:808:808::1"})
  void allows_otherAddresses_always(String address) {
    assertThat(near.allows(parse(address))).isTrue();
    assertThat(far.allows(parse(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost/", "http://127.1/", "http://2130706433/",
      "http://[::1]:8000/x", "https://127.0.0.1:1/"})
  void check_nameOrSpellingOfThisMachine_rejected(String url) throws Exception {
    near.check(URI.create(url));

    assertThatThrownBy(() -> far.check(URI.create(url)))
        .isInstanceOf(CallbackTargets.Rejected.class).hasMessageContaining("--insecure-callbacks");
  }

  @Test
  void tell_addressNotAllowed_notCalledAndOneLineLogged() throws Exception {
    try (var app = Gateway.answering((gateway, exchange, number) -> exchange.close());
        var log = new LogLines(StatusCallbacks.class);
        var callbacks = new StatusCallbacks(far)) {
      for (int i = 0; i < 200; i++) {
        callbacks.tell(new StatusCallbacks.Callback(app.uri(), "token", new TreeMap<>()));
      }

      Eventually.that("a line", () -> !log.lines().isEmpty());
      Eventually.that("nothing is under way", () -> callbacks.underWay() == 0);
      assertThat(app.asked()).isEmpty();
      assertThat(log.lines()).hasSizeLessThan(100).first().asString()
          .contains("127.0.0.1").contains("--insecure-callbacks");
    }
  }

  @Test
  void message_serverThatOthersReach_callbackToThisMachineRefused() throws Exception {
    try (var server = new TestServer(limits -> limits, settings -> settings.insecureOpen(true)
        .allowedHosts(List.of("chat.example")).smsFacade(true).smsAccount("AC1", "secret"))) {
      assertThat(send(server, "http://127.0.0.1:1/").json().get("code").asInt()).isEqualTo(21609);
      assertThat(send(server, "http://[fe80::1]/").status()).isEqualTo(400);
      assertThat(send(server, "http://app.example/").status()).isEqualTo(201);
      assertThat(server.talk().find("01799999999").orElseThrow().id()).satisfies(phone ->
          assertThat(server.talk().peek(phone, 10)).as("what was refused").hasSize(1));
    }
  }

  @Test
  void message_testersServer_callbackToThisMachineTaken() throws Exception {
    try (var server = new TestServer(limits -> limits, settings -> settings.smsFacade(true));
        var app = Gateway.answering((gateway, exchange, number) -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        })) {
      assertThat(send(server, app.uri().toString()).status()).isEqualTo(201);
      assertThat(send(server, "http://169.254.169.254/").status()).isEqualTo(400);

      Eventually.that("the application is told", () -> app.asked().size() == 2);
    }
  }

  private static Caller.Reply send(TestServer server, String callback) {
    return server.caller().call(server.caller().request("/2010-04-01/Accounts/AC1/Messages.json")
        .header("Content-Type", MediaType.URLENCODED)
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(
            "AC1:secret".getBytes(StandardCharsets.US_ASCII)))
        .POST(BodyPublishers.ofString("To=01799999999&From=01788888888&Body=Hello&StatusCallback="
            + URLEncoder.encode(callback, StandardCharsets.UTF_8))).build());
  }

  private static InetAddress parse(String address) {
    return AddressLiteral.parse(address);
  }
}
