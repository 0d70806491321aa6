package io.ramtalk.server;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The flags of time-outs and limits of connections: one for each, made of what it says of itself.
 */
final class ConnectionOptions {
  private ConnectionOptions() {}

  /** Adds the flags to a command, before its last two, which are help and version. */
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

  /** Describes to a server what was said to a command. */
  static void apply(CommandSpec command, RamTalkServerBuilder builder) {
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
