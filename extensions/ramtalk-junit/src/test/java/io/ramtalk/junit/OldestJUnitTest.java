package io.ramtalk.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.Eventually;
import io.ramtalk.RamTalk;
import io.ramtalk.VirtualClock;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The extension on JUnit 5.10, without the classes of a server. */
final class OldestJUnitTest {
  private static final Path CONSOLE = Path.of(System.getProperty("basedir", "."))
      .resolve("target/oldest-junit/junit-platform-console-standalone.jar").toAbsolutePath();

  @Test
  void tests_ofJUnit510_areGivenWhatTheyAskFor(@TempDir Path directory) throws Exception {
    var out = directory.resolve("out");
    var process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp", CONSOLE + File.pathSeparator + classPath(),
        "org.junit.platform.console.ConsoleLauncher", "execute",
        "--disable-banner", "--disable-ansi-colors",
        "--select-class=" + Asks.class.getName(),
        "--select-class=" + AsksForServer.class.getName())
        .redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      Eventually.exits(process);
    } finally {
      process.destroyForcibly();
    }

    assertThat(Files.readString(out))
        .contains("[         5 tests successful      ]", "[         2 tests failed          ]")
        .contains("A server requires io.ramtalk:ramtalk-undertow on the class path")
        .contains("The test ends with messages 1 unread");
  }

  /** Returns the class path of this extension, the library and the assertion library. */
  private static String classPath() {
    return Stream.of(RamTalkTest.class, Asks.class, RamTalk.class,
            org.assertj.core.api.Assertions.class, net.bytebuddy.ByteBuddy.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(location -> Path.of(URI.create(location.toString())).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  @RamTalkTest(atEnd = EndCheck.NOTHING_UNREAD)
  static final class Asks {
    @Test
    void junit_isTheOldest() {
      assertThat(Test.class.getProtectionDomain().getCodeSource().getLocation().toString())
          .endsWith("oldest-junit/junit-platform-console-standalone.jar");
    }

    @RepeatedTest(2)
    void messenger_isFresh(RamTalk talk, VirtualClock clock) {
      clock.advance(Duration.ofDays(1));
      assertThat(talk.users()).isEmpty();
      talk.signUp("01711111111");
    }

    @Test
    void unread_isNoticed(RamTalk talk) {
      var ana = talk.signUp("01711111111").user().id();
      talk.send(ana, ana, "Hello");
    }

    @Nested
    final class Deeper {
      @Test
      void messenger_isThere(RamTalk talk) {
        assertThat(talk.users()).isEmpty();
      }
    }
  }

  static final class AsksForServer {
    @RegisterExtension
    private final RamTalkExtension ramTalk = RamTalkExtension.builder()
        .messenger(settings -> settings.mailboxCapacity(1)).build();

    @Test
    void settings_count(RamTalk talk) {
      assertThat(talk.limits().mailboxCapacity()).isEqualTo(1);
    }

    @Test
    void server_isNotThere(URI server) {
      throw new AssertionError("There is no class of a server: " + List.of(server));
    }
  }
}
