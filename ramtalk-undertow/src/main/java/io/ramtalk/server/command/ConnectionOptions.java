package io.ramtalk.server.command;

import io.ramtalk.server.ConnectionLimit;
import io.ramtalk.server.ConnectionTimeout;
import io.ramtalk.server.RamTalkServerBuilder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options for connection timeouts and limits, generated from the two enums. */
public final class ConnectionOptions {
  private ConnectionOptions() {}

  /** Adds the options to a command, before its last two, which are help and version. */
  static void addTo(CommandSpec command) {
    int count = command.options().size();
    var last = List.copyOf(command.options().subList(count - 2, count));
    last.forEach(command::remove);
    for (var timeout : ConnectionTimeout.values()) {
      command.addOption(OptionSpec.builder(timeout.flag()).paramLabel("TIME")
          .type(Duration.class).converters(new DurationConverter())
          .description(timeout.description() + " (default: " + timeout.defaultText() + ").")
          .build());
    }
    for (var limit : ConnectionLimit.values()) {
      command.addOption(OptionSpec.builder(limit.flag()).paramLabel("COUNT").type(Integer.class)
          .description(limit.description() + " (default: " + limit.defaultValue() + ").")
          .build());
    }
    last.forEach(command::addOption);
  }

  /** Applies the options of a parsed command to a builder. */
  public static void apply(CommandSpec command, RamTalkServerBuilder builder) {
    for (var timeout : ConnectionTimeout.values()) {
      @Nullable Duration time = command.findOption(timeout.flag()).getValue();
      if (time != null) {
        builder.timeout(timeout, time);
      }
    }
    for (var limit : ConnectionLimit.values()) {
      @Nullable Integer value = command.findOption(limit.flag()).getValue();
      if (value != null) {
        builder.limit(limit, value);
      }
    }
  }
}
