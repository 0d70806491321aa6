package io.ramtalk.server;

import io.ramtalk.server.internal.access.Hosts;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the setting that makes a server reachable from other machines.
 *
 * <p>A bind address that other machines can connect to is such a setting. So is anything set for a
 * proxy or a page elsewhere: a trusted proxy, an allowed host name, an origin whose pages may use
 * the server. Names of the browser's own machine (RFC 6761, section 6.3) do not count:
 * {@code localhost}, {@code app.localhost}, {@code 127.0.0.1}, {@code [::1]}.
 */
final class Exposure {
  private static final Pattern THIS_MACHINE = Pattern.compile(
      "(?:https?://)?(?:(?:[a-z0-9-]+\\.)*localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]+)?");

  private Exposure() {}

  /** Returns the setting as on the command line, such as {@code --allow-host chat.example}. */
  static @Nullable String of(InetAddress bind, RamTalkServerBuilder settings) {
    if (!bind.isLoopbackAddress()) {
      return "--host " + Hosts.literal(bind);
    }
    var proxy = first("--trusted-proxy ", settings.trustedProxies(), any -> true);
    if (proxy != null) {
      return proxy;
    }
    var host = first("--allow-host ", settings.allowedHosts(), Exposure::isElsewhere);
    return host != null ? host
        : first("--allow-origin ", settings.allowedOrigins(), Exposure::isElsewhere);
  }

  private static boolean isElsewhere(String name) {
    return !THIS_MACHINE.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  private static @Nullable String first(
      String flag, List<String> values, Predicate<String> tells) {
    return values.stream().filter(tells).findFirst().map(value -> flag + value).orElse(null);
  }
}
