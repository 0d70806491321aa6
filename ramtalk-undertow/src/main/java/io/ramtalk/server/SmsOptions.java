package io.ramtalk.server;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of the stand-in for an SMS provider. */
final class SmsOptions {
  @Option(names = "--sms-facade",
      description = "Answer as Twilio does, for applications under test: what they send lands in"
          + " the mailbox of the number.")
  private boolean smsFacade;

  @Option(names = "--sms-account", paramLabel = "SID",
      description = "The one account that may use the façade; unless given, any may.")
  private @Nullable String smsAccount;

  @Option(names = "--sms-token", paramLabel = "TOKEN",
      description = "The auth token of that account; better set in the environment.")
  private @Nullable String smsToken;

  @Option(names = "--sms-token-file", paramLabel = "FILE",
      description = "File that holds the auth token of that account.")
  private @Nullable Path smsTokenFile;

  @Option(names = "--insecure-callbacks",
      description = "Allow status callbacks to this machine and private networks also where other"
          + " machines reach the server.")
  private boolean insecureCallbacks;

  /** Describes the façade to a server. */
  void apply(RamTalkServerBuilder builder) throws IOException {
    builder.smsFacade(smsFacade).insecureCallbacks(insecureCallbacks);
    var token = AccessOptions.secret("--sms-token", smsToken, smsTokenFile);
    if (smsAccount != null && token != null) {
      builder.smsAccount(smsAccount, token);
    } else if (smsAccount != null || token != null) {
      throw new IllegalArgumentException("--sms-account and --sms-token go together");
    }
  }
}
