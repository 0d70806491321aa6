package io.ramtalk.server.command;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Reads the defaults of options from the environment: {@code --port} from RAMTALK_PORT. */
public final class EnvironmentDefaults implements IDefaultValueProvider {
  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    return arg instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()
        ? environment.get(variable(option.longestName())) : null;
  }

  Map<String, String> environment() {
    return environment;
  }

  public static String variable(String flag) {
    return "RAMTALK_" + flag.replaceFirst("^--", "").replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
