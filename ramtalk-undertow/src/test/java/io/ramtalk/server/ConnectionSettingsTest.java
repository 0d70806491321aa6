package io.ramtalk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ramtalk.Docs;
import io.ramtalk.server.command.ConnectionOptions;
import io.ramtalk.server.command.EnvironmentDefaults;
import io.ramtalk.server.command.Main;
import io.ramtalk.server.internal.http.ConnectionSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Connection timeouts and limits: flag, environment variable, builder and documentation agree. */
final class ConnectionSettingsTest {
  private final ConnectionSettings settings = new ConnectionSettings();

  @ParameterizedTest
  @EnumSource(ConnectionTimeout.class)
  void timeout_default_isWithinItsBounds(ConnectionTimeout timeout) {
    assertThat(timeout.check(timeout.defaultTime())).isEqualTo(timeout.defaultTime());
    assertThat(settings.millis(timeout)).isEqualTo(timeout.defaultTime().toMillis());
  }

  @ParameterizedTest
  @EnumSource(ConnectionLimit.class)
  void limit_default_isWithinItsBounds(ConnectionLimit limit) {
    assertThat(limit.check(limit.defaultValue())).isEqualTo(limit.defaultValue());
    assertThat(settings.limit(limit)).isEqualTo(limit.defaultValue());
    assertThat(settings.isSet(limit)).isFalse();
  }

  @Test
  void set_outOfBounds_refusedAndNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.set(ConnectionTimeout.HEAD, Duration.ofMillis(99)))
        .withMessage("--head-timeout must be 100ms to 5m: 99ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.set(ConnectionTimeout.IDLE, Duration.ofDays(2)))
        .withMessageContaining("--idle-timeout must be 60s to 1d");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings.set(ConnectionLimit.LONG_POLLS_PER_USER, 65))
        .withMessage("--long-polls-per-user must be 1 to 64: 65");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RamTalkServer.builder().limit(ConnectionLimit.CONNECTIONS, 0))
        .withMessageContaining("--connections must be 1 to");
  }

  @Test
  void flags_countBeforeTheEnvironment() {
    var command = Main.commandLine(Map.of(
        "RAMTALK_HEAD_TIMEOUT", "3s", "RAMTALK_HEADERS", "9", "RAMTALK_COOKIES", "3"));
    var builder = RamTalkServer.builder();

    command.parseArgs("--headers", "10", "--connections-per-address", "64");
    ConnectionOptions.apply(command.getCommandSpec(), builder);

    var set = builder.connections();
    assertThat(set.millis(ConnectionTimeout.HEAD)).isEqualTo(3_000);
    assertThat(set.millis(ConnectionTimeout.BODY)).isEqualTo(15_000);
    assertThat(set.limit(ConnectionLimit.HEADERS)).isEqualTo(10);
    assertThat(set.limit(ConnectionLimit.COOKIES)).isEqualTo(3);
    assertThat(set.isSet(ConnectionLimit.CONNECTIONS_PER_ADDRESS)).isTrue();
    assertThat(set.isSet(ConnectionLimit.PARAMETERS)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void pageAndHelp_sayDefaultAndBounds(String flag, String defaultText, String description)
      throws IOException {
    var bounds = description.substring(description.lastIndexOf(", ") + 2);

    assertThat(Docs.rows("docs/configuration.md")).anySatisfy(row ->
        assertThat(row).startsWith("`" + flag + "`",
            "`" + EnvironmentDefaults.variable(flag) + "`", defaultText, bounds));
    assertThat(Main.commandLine(Map.of()).getUsageMessage().replaceAll("\\s+", " "))
        .contains(description + " (default: " + defaultText + ").");
  }

  private static Stream<Object[]> rows() {
    return Stream.concat(
        Stream.of(ConnectionTimeout.values()).map(timeout -> new Object[] {
            timeout.flag(), timeout.defaultText(), timeout.description()}),
        Stream.of(ConnectionLimit.values()).map(limit -> new Object[] {
            limit.flag(), String.valueOf(limit.defaultValue()), limit.description()}));
  }
}
