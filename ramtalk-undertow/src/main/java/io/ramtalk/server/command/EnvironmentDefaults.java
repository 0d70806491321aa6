package io.ramtalk.server.command;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Reads the defaults of options from the environment: {@code --port} from RAMTALK_PORT. For an
 * option with several names, the variable of the longest name counts first.
 */
public final class EnvironmentDefaults implements IDefaultValueProvider {
  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    return arg instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()
        ? variables(option).map(environment::get).filter(Objects::nonNull).findFirst().orElse(null)
        : null;
  }

  /** Returns the variables of an option, the one of its longest name first. */
  static Stream<String> variables(OptionSpec option) {
    return Stream.of(option.names()).sorted(Comparator.comparingInt(String::length).reversed())
        .map(EnvironmentDefaults::variable);
  }

  Map<String, String> environment() {
    return environment;
  }

  public static String variable(String flag) {
    return "RAMTALK_" + flag.replaceFirst("^--", "").replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
