package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExposureTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:8000", "app.localhost:3000", "127.0.0.1",
      "127.8.9.10:1", "[::1]:8000"})
  void of_nameOfThisMachine_none(String name) {
    var settings = RamTalkServer.builder().allowedHosts(List.of(name))
        .allowedOrigins(List.of("http://" + name, "https://" + name));

    assertThat(Exposure.of(HERE, settings)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat.example", "localhost.example", "notlocalhost", "127.0.0.1.example",
      "192.0.2.1:80", "[2001:db8::1]", "localhost:80.example"})
  void of_nameOfAnotherMachine_namedWithItsFlag(String name) {
    assertThat(Exposure.of(HERE, RamTalkServer.builder().allowedHosts(List.of("localhost", name))))
        .isEqualTo("--allow-host " + name);
    assertThat(Exposure.of(
        HERE, RamTalkServer.builder().allowedOrigins(List.of("https://" + name))))
        .isEqualTo("--allow-origin https://" + name);
  }

  @Test
  void of_proxy_namedWhereverItIs() {
    assertThat(Exposure.of(HERE, RamTalkServer.builder().trustedProxies(List.of("127.0.0.1"))))
        .isEqualTo("--trusted-proxy 127.0.0.1");
  }

  @Test
  void of_addressThatOthersReach_named() throws Exception {
    assertThat(Exposure.of(InetAddress.getByName("::"), RamTalkServer.builder()))
        .isEqualTo("--host [0:0:0:0:0:0:0:0]");
    assertThat(Exposure.of(HERE, RamTalkServer.builder())).isNull();
  }
}
