package io.ramtalk.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.MailboxFull;
import io.ramtalk.RamTalk;
import io.ramtalk.VirtualClock;
import io.ramtalk.server.ConnectionLimit;
import io.ramtalk.server.RamTalkServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The parameters that tests receive. */
final class RamTalkExtensionTest {
  @Nested
  @RamTalkTest
  final class ByAnnotation {
    private RamTalk before;

    @BeforeEach
    void prepare(RamTalk talk) {
      talk.signUp("01711111111");
      before = talk;
    }

    @AfterEach
    void lookBack(RamTalk talk) {
      assertThat(talk).isSameAs(before);
    }

    @Test
    void parameters_ofOneTest_belongTogether(
        RamTalk talk, VirtualClock clock, RamTalkServer server, URI uri) {
      assertThat(talk).isSameAs(before);
      assertThat(server.messenger()).isSameAs(talk);
      assertThat(uri).isEqualTo(server.uri());
      assertThat(talk.now()).isEqualTo(clock.instant());
      clock.advance(Duration.ofDays(1));
      assertThat(talk.now()).isEqualTo(Instant.parse("2026-01-02T00:00:00Z"));
    }

    @RepeatedTest(3)
    void messenger_inEachTest_isFresh(RamTalk talk, VirtualClock clock) {
      assertThat(talk.users()).hasSize(1);
      assertThat(clock.instant()).isEqualTo("2026-01-01T00:00:00Z");
      talk.signUp("01722222222");
      clock.advance(Duration.ofDays(1));
    }

    @Test
    void server_listens(URI uri, RamTalk talk) throws Exception {
      var signUp = HttpRequest.newBuilder(uri.resolve("/signup"))
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(BodyPublishers.ofString("mobile=01733333333")).build();

      var answer = HttpClient.newHttpClient().send(signUp, BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(talk.find("01733333333")).isPresent();
    }

    @Nested
    final class Deeper {
      @Test
      void messenger_ofNestedClass_isThatOfTheTest(RamTalk talk) {
        assertThat(talk).isSameAs(before);
      }
    }
  }

  @Nested
  final class OnAMethod {
    @Test
    @RamTalkTest
    void messenger_isThere(RamTalk talk) {
      assertThat(talk.users()).isEmpty();
    }
  }

  @RamTalkTest
  private abstract static class Parent {}

  @Nested
  final class Inherited extends Parent {
    @Test
    void messenger_isThere(RamTalk talk) {
      assertThat(talk.users()).isEmpty();
    }
  }

  @Nested
  final class ByBuilder {
    private static final Instant START = Instant.parse("2030-06-01T12:00:00Z");

    @RegisterExtension
    static final RamTalkExtension RAM_TALK = RamTalkExtension.builder()
        .messenger(settings -> settings.mailboxCapacity(1))
        .server(settings -> settings.limit(ConnectionLimit.HEADERS, 8))
        .startingAt(START)
        .build();

    @RepeatedTest(2)
    void settings_count(RamTalk talk, VirtualClock clock, RamTalkServer server)
        throws IOException, InterruptedException {
      var ana = talk.signUp("01711111111").user().id();
      talk.send(ana, ana, "fits");
      var many = HttpRequest.newBuilder(server.uri().resolve("/livez"));
      for (int i = 0; i < 9; i++) {
        many.header("X-" + i, "x");
      }

      Assertions.assertThatThrownBy(() -> talk.send(ana, ana, "does not"))
          .isInstanceOf(MailboxFull.class);
      assertThat(clock.instant()).isEqualTo(START);
      assertThat(HttpClient.newHttpClient().send(many.build(), BodyHandlers.discarding())
          .statusCode()).isEqualTo(400);
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  final class OneInstance {
    private final Set<RamTalk> messengers =
        Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<URI> servers = new HashSet<>();

    @RegisterExtension
    private final RamTalkExtension ramTalk = RamTalkExtension.builder().build();

    @RepeatedTest(3)
    void messenger_ofEachTest_isItsOwn(RamTalk talk, URI server) {
      assertThat(messengers.add(talk)).isTrue();
      assertThat(servers).allSatisfy(other -> Assertions.assertThatThrownBy(() -> HttpClient
          .newHttpClient().send(HttpRequest.newBuilder(other).build(), BodyHandlers.discarding()))
          .isInstanceOf(IOException.class));
      servers.add(server);
    }
  }
}
