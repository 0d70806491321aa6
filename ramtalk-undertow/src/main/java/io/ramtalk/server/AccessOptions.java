package io.ramtalk.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say who may do what. */
final class AccessOptions {
  private static final int MAX_SECRET_BYTES = 4 << 10;

  @Option(names = "--access", paramLabel = "WAY",
      description = "Who may read and write: open (everyone who reaches the server) or otp"
          + " (people log in with a one-time code that is sent to their number) (default: open).")
  private Access access = Access.OPEN;

  @Option(names = "--insecure-open",
      description = "Allow open access where other machines reach the server: by --host,"
          + " --trusted-proxy, --allow-host or --allow-origin.")
  private boolean insecureOpen;

  @Option(names = "--otp-delivery", paramLabel = "WAY",
      description = "How codes reach their numbers: console (printed on this terminal, for"
          + " trying out) or webhook (posted to --otp-webhook).")
  private @Nullable Way otpDelivery;

  @Option(names = "--otp-webhook", paramLabel = "URL",
      description = "Where an SMS gateway takes {\"to\", \"text\", \"code\"} by POST.")
  private @Nullable URI otpWebhook;

  @Option(names = "--otp-webhook-token", paramLabel = "TOKEN",
      description = "Bearer token for the gateway; better set in the environment.")
  private @Nullable String otpWebhookToken;

  @Option(names = "--otp-webhook-token-file", paramLabel = "FILE",
      description = "File that holds the token for the gateway.")
  private @Nullable Path otpWebhookTokenFile;

  @Option(names = "--insecure-console",
      description = "Allow --otp-delivery console where other machines reach the server.")
  private boolean insecureConsole;

  @Option(names = "--admin-token", paramLabel = "TOKEN",
      description = "Token of who runs the server, who may do everything; "
          + RamTalkServerBuilder.MIN_ADMIN_TOKEN_CHARS + " characters or more. Better set in the"
          + " environment, where other users of the machine do not see it.")
  private @Nullable String adminToken;

  @Option(names = "--admin-token-file", paramLabel = "FILE",
      description = "File that holds the admin token.")
  private @Nullable Path adminTokenFile;

  @Option(names = "--token-idle", paramLabel = "TIME", converter = DurationConverter.class,
      description = "How long a login lasts that is not used, such as 30m, 24h, 7d"
          + " (default: 24h).")
  private Duration tokenIdle = RamTalkServerBuilder.DEFAULT_TOKEN_IDLE;

  @Option(names = "--token-life", paramLabel = "TIME", converter = DurationConverter.class,
      description = "How long a login lasts at most (default: 30d).")
  private Duration tokenLife = RamTalkServerBuilder.DEFAULT_TOKEN_LIFE;

  /** How codes reach their numbers. */
  enum Way { CONSOLE, WEBHOOK }

  /** Describes the access to a server, whose terminal is the given one. */
  void apply(RamTalkServerBuilder builder, Announcer terminal) throws IOException {
    if (access == Access.CUSTOM) {
      throw new IllegalArgumentException("--access must be open or otp");
    }
    builder.access(access).insecureOpen(insecureOpen).insecureConsole(insecureConsole)
        .tokenLife(tokenIdle, tokenLife);
    var admin = secret("--admin-token", adminToken, adminTokenFile);
    if (admin != null) {
      builder.adminToken(admin);
    }
    if (otpDelivery != null) {
      builder.codeDelivery(delivery(otpDelivery, terminal));
    }
  }

  /** Returns the words of the greeting that say who may do what. */
  String words() {
    return access == Access.OTP ? "people log in with a one-time code"
        : "open access: anyone who reaches it may read and write";
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

  /** Returns a secret that a flag holds or whose file another names; null if neither is set. */
  static @Nullable String secret(
      String flag, @Nullable String text, @Nullable Path file) throws IOException {
    if (file == null || text != null) {
      return text;
    }
    try {
      if (Files.size(file) > MAX_SECRET_BYTES) {
        throw new IllegalArgumentException(flag + "-file: " + file + " is too long for a token");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException("Cannot read " + file + " (" + flag + "-file): " + e, e);
    }
  }
}
