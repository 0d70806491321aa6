package io.ramtalk.server.command;

import io.ramtalk.server.ConnectionLimit;
import io.ramtalk.server.ConnectionTimeout;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Groups the options by subject in the help of the server. */
final class Subjects {
  /* Picocli's own groups (ArgGroup) do not work here: their options ignore the environment. */
  private static final Map<Class<?>, String> HEADINGS = new LinkedHashMap<>();

  static {
    HEADINGS.put(NetworkOptions.class, "Address");
    HEADINGS.put(AccessOptions.class, "Access");
    HEADINGS.put(RateOptions.class, "Rates");
    HEADINGS.put(LimitOptions.class, "Limits");
    HEADINGS.put(DataOptions.class, "Data");
    HEADINGS.put(ConnectionOptions.class, "Connections");
    HEADINGS.put(ServerFlags.class, "Cluster");
    HEADINGS.put(SmsOptions.class, "SMS");
    HEADINGS.put(ServerCommand.class, "Tests");
    HEADINGS.put(LogOptions.class, "Log");
    HEADINGS.put(Help.class, "Help");
  }

  private Subjects() {}

  static void list(CommandLine command) {
    command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Subjects::render);
  }

  private static String render(Help help) {
    var subjects = subjects(help.commandSpec());
    var text = new StringBuilder();
    HEADINGS.forEach((subject, heading) -> {
      var options = help.commandSpec().options().stream()
          .filter(option -> subject(option, subjects).equals(subject)).toList();
      if (!options.isEmpty()) {
        var layout = help.createDefaultLayout();
        layout.addOptions(options, help.parameterLabelRenderer());
        text.append(String.format("%n%s:%n%s", heading, layout));
      }
    });
    return text.toString();
  }

  /** Maps the options of mixins to their classes; those of another module to ServerFlags. */
  private static Map<String, Class<?>> subjects(CommandSpec command) {
    var subjects = new HashMap<String, Class<?>>();
    command.mixins().values().forEach(mixin -> mixin.options().forEach(option -> subjects.put(
        option.longestName(), mixin.userObject() instanceof ServerFlags
            ? ServerFlags.class : mixin.userObject().getClass())));
    for (var timeout : ConnectionTimeout.values()) {
      subjects.put(timeout.flag(), ConnectionOptions.class);
    }
    for (var limit : ConnectionLimit.values()) {
      subjects.put(limit.flag(), ConnectionOptions.class);
    }
    return subjects;
  }

  private static Class<?> subject(OptionSpec option, Map<String, Class<?>> subjects) {
    return option.usageHelp() || option.versionHelp() ? Help.class
        : subjects.getOrDefault(option.longestName(), ServerCommand.class);
  }
}
