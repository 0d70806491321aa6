package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Profile;
import io.ramtalk.server.internal.wire.MediaType;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ProfileByPostTest {
  private final ControlledServer server = new ControlledServer();
  private final Caller caller = server.caller();
  private final String path = "/users/"
      + server.talk().signUp(Profile.of("01711111111").name("Ana")).user().id();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void post_nameAndImage_changesAsPatchDoes() {
    var image = Base64.getEncoder().encodeToString(Pictures.png(120));

    var reply = caller.postJson(path, "{\"name\":\"Anna\",\"image\":\"" + image + "\"}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json()).isEqualTo(caller.get(path).json());
    assertThat(reply.json().get("name").asText()).isEqualTo("Anna");
    assertThat(reply.json().at("/image/bytes").asInt()).isEqualTo(120);
  }

  @Test
  void post_nothing_changesNothing() {
    assertThat(caller.postJson(path, "{}").json().get("name").asText()).isEqualTo("Ana");
  }

  @Test
  void post_otherMediaType_isRefused() {
    assertThat(caller.post(path, MediaType.URLENCODED, new byte[0]).status()).isEqualTo(415);
  }
}
