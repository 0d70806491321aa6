package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

final class ToolsTest {
  @Test
  void require_there_returnsIt() {
    assertThat(Tools.require("sh")).isExecutable().hasFileName("sh");
    assertThat(Tools.require("keytool")).isExecutable().hasFileName("keytool");
  }

  @Test
  void require_missing_skipsTheTestOrFailsItInCi() {
    boolean isCi = "true".equals(System.getenv("CI"));

    assertThatThrownBy(() -> Tools.require("no-such-program"))
        .isInstanceOf(isCi ? AssertionError.class : TestAbortedException.class)
        .hasMessageStartingWith("no-such-program is missing");
  }
}
