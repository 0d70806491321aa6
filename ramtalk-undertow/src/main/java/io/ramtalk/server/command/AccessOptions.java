package io.ramtalk.server.command;

import io.ramtalk.server.Access;
import io.ramtalk.server.CodeDelivery;
import io.ramtalk.server.RamTalkServerBuilder;
import io.ramtalk.server.internal.access.ConsoleDelivery;
import io.ramtalk.server.internal.wire.Announcer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that control access. */
public final class AccessOptions {
  private static final int MAX_SECRET_BYTES = 4 << 10;

  @Option(names = "--access", paramLabel = "WAY",
      description = "Access policy: open (anyone who can reach the server reads and writes) or"
          + " otp (users log in with a one-time code sent to their number) (default: open).")
  private Access access = Access.OPEN;

  @Option(names = "--insecure-open",
      description = "Allow open access on a server that other machines can reach.")
  private boolean insecureOpen;

  @Option(names = "--insecure-snapshot",
      description = "Allow GET /snapshot on an open server: anyone who can reach it may download"
          + " all mailboxes.")
  private boolean insecureSnapshot;

  @Option(names = "--otp-delivery", paramLabel = "WAY",
      description = "Delivery of one-time codes: console (printed on this terminal, for"
          + " evaluation) or webhook (posted to --otp-webhook).")
  private @Nullable Way otpDelivery;

  @Option(names = "--otp-webhook", paramLabel = "URL",
      description = "URL of an SMS gateway that accepts {\"to\", \"text\", \"code\"} by POST.")
  private @Nullable URI otpWebhook;

  @Option(names = "--otp-webhook-token", paramLabel = "TOKEN",
      description = "Bearer token for the gateway. Prefer the environment variable.")
  private @Nullable String otpWebhookToken;

  @Option(names = "--otp-webhook-token-file", paramLabel = "FILE",
      description = "File that contains the token for the gateway.")
  private @Nullable Path otpWebhookTokenFile;

  @Option(names = "--insecure-console",
      description = "Allow --otp-delivery console on a server that other machines can reach.")
  private boolean insecureConsole;

  @Option(names = "--admin-token", paramLabel = "TOKEN",
      description = "Token that gives an operator full access, at least "
          + RamTalkServerBuilder.MIN_ADMIN_TOKEN_CHARS + " characters. Prefer the environment"
          + " variable, which other users of the machine cannot see.")
  private @Nullable String adminToken;

  @Option(names = "--admin-token-file", paramLabel = "FILE",
      description = "File that contains the admin token.")
  private @Nullable Path adminTokenFile;

  @Option(names = "--token-idle", paramLabel = "TIME", converter = DurationConverter.class,
      description = "Idle time after which a login expires, such as 30m, 24h, 7d"
          + " (default: 24h).")
  private Duration tokenIdle = RamTalkServerBuilder.DEFAULT_TOKEN_IDLE;

  @Option(names = "--token-life", paramLabel = "TIME", converter = DurationConverter.class,
      description = "Maximum lifetime of a login (default: 30d).")
  private Duration tokenLife = RamTalkServerBuilder.DEFAULT_TOKEN_LIFE;

  /** How one-time codes are delivered. */
  enum Way { CONSOLE, WEBHOOK }

  /** Applies the options to a builder; the console delivery prints on the given terminal. */
  void apply(RamTalkServerBuilder builder, Announcer terminal) throws IOException {
    if (access == Access.CUSTOM) {
      throw new IllegalArgumentException("--access must be open or otp");
    }
    builder.access(access).insecureOpen(insecureOpen).insecureConsole(insecureConsole)
        .insecureSnapshot(insecureSnapshot).tokenLife(tokenIdle, tokenLife);
    var admin = secret("--admin-token", adminToken, adminTokenFile);
    if (admin != null) {
      builder.adminToken(admin);
    }
    if (otpDelivery != null) {
      builder.codeDelivery(delivery(otpDelivery, terminal));
    }
  }

  /** Returns the part of the startup line that describes the access policy. */
  String words() {
    return access == Access.OTP ? "users log in with a one-time code"
        : "open access: anyone who can reach the server may read and write";
  }

  private CodeDelivery delivery(Way way, Announcer terminal) throws IOException {
    if (way == Way.CONSOLE) {
      return new ConsoleDelivery(terminal);
    }
    var gateway = otpWebhook;
    if (gateway == null) {
      throw new IllegalArgumentException("--otp-delivery webhook needs --otp-webhook URL");
    }
    var secret = secret("--otp-webhook-token", otpWebhookToken, otpWebhookTokenFile);
    return FlagNames.named("--otp-webhook", () -> CodeDelivery.webhook(gateway, secret));
  }

  /** Returns a secret from an option or from the file that its -file option names, or null. */
  static @Nullable String secret(
      String flag, @Nullable String text, @Nullable Path file) throws IOException {
    if (file == null || text != null) {
      return text;
    }
    try {
      if (Files.size(file) > MAX_SECRET_BYTES) {
        throw new IllegalArgumentException(flag + "-file: " + file + " is too large for a token");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException("Cannot read " + file + " (" + flag + "-file): " + e, e);
    }
  }
}
