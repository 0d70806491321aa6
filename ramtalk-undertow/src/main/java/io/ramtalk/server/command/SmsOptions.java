package io.ramtalk.server.command;

import io.ramtalk.server.RamTalkServerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the SMS facade. */
final class SmsOptions {
  @Option(names = "--sms-facade",
      description = "Enable an API compatible with Twilio for applications under test: their"
          + " messages land in the mailboxes of the numbers.")
  private boolean smsFacade;

  @Option(names = "--sms-account", paramLabel = "SID",
      description = "Account that may use the SMS facade (default: any account).")
  private @Nullable String smsAccount;

  @Option(names = "--sms-token", paramLabel = "TOKEN",
      description = "Auth token of that account. Prefer the environment variable.")
  private @Nullable String smsToken;

  @Option(names = "--sms-token-file", paramLabel = "FILE",
      description = "File that contains the auth token of that account.")
  private @Nullable Path smsTokenFile;

  @Option(names = "--insecure-callbacks",
      description = "Allow status callbacks to this machine and private networks even if other"
          + " machines can reach the server.")
  private boolean insecureCallbacks;

  /** Applies the options to a builder. */
  void apply(RamTalkServerBuilder builder) throws IOException {
    builder.smsFacade(smsFacade).insecureCallbacks(insecureCallbacks);
    var token = AccessOptions.secret("--sms-token", smsToken, smsTokenFile);
    if (smsAccount != null && token != null) {
      builder.smsAccount(smsAccount, token);
    } else if (smsAccount != null || token != null) {
      throw new IllegalArgumentException("--sms-account and --sms-token must be set together");
    }
  }
}
