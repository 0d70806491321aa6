package io.ramtalk.server.command;

import io.ramtalk.Limits;
import io.ramtalk.Overflow;
import io.ramtalk.RamTalk;
import io.ramtalk.RamTalkBuilder;
import io.ramtalk.server.internal.wire.RegionMobileParser;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for limits on stored data and for the format of mobile numbers. */
final class LimitOptions {
  @Option(names = "--mailbox-capacity", paramLabel = "MESSAGES",
      description = "Maximum number of messages in a mailbox (default: ${DEFAULT-VALUE}).")
  private int mailboxCapacity = Limits.DEFAULT.mailboxCapacity();

  @Option(names = "--text-bytes", paramLabel = "BYTES",
      description = "Maximum length of a message text in UTF-8 (default: ${DEFAULT-VALUE}).")
  private int textBytes = Limits.DEFAULT.textBytes();

  @Option(names = "--name-characters", paramLabel = "CHARACTERS",
      description = "Maximum length of a user's name (default: ${DEFAULT-VALUE}).")
  private int nameCharacters = Limits.DEFAULT.nameCharacters();

  @Option(names = "--image-bytes", paramLabel = "BYTES",
      description = "Maximum size of a picture (default: ${DEFAULT-VALUE}).")
  private int imageBytes = Limits.DEFAULT.imageBytes();

  @Option(names = "--image-side-pixels", paramLabel = "PIXELS",
      description = "Maximum width and height of a picture (default: ${DEFAULT-VALUE}).")
  private int imageSidePixels = Limits.DEFAULT.imageSidePixels();

  @Option(names = "--users", paramLabel = "COUNT",
      description = "Maximum number of users (default: ${DEFAULT-VALUE}).")
  private int users = Limits.DEFAULT.users();

  @Option(names = "--receipts", paramLabel = "MESSAGES",
      description = "Number of sent messages for which a sender's receipts are kept (default:"
          + " ${DEFAULT-VALUE}).")
  private int receipts = Limits.DEFAULT.receipts();

  @Option(names = {"--idempotency-keys", "--send-ids"}, paramLabel = "COUNT",
      description = "Number of idempotency keys remembered for each sender"
          + " (default: ${DEFAULT-VALUE}).")
  private int idempotencyKeys = Limits.DEFAULT.idempotencyKeys();

  @Option(names = "--budget-bytes", paramLabel = "BYTES",
      description = "Maximum memory for stored data (default: half of the heap,"
          + " ${DEFAULT-VALUE}).")
  private long budgetBytes = Limits.DEFAULT.budgetBytes();

  @Option(names = "--overflow", paramLabel = "WAY",
      description = "Action when a message arrives at a full mailbox, in upper or lower case:"
          + " ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Overflow overflow = Limits.DEFAULT.overflow();

  @Option(names = "--region", paramLabel = "COUNTRY",
      description = "Country of national numbers as a two-letter code such as BD: 01711111111"
          + " then means +8801711111111 (default: none, so those are two users).")
  private @Nullable String region;

  /** Returns the builder of the messenger with these options and further ones. */
  RamTalkBuilder builder(Clock clock, ServerFlags more) {
    boolean isSet = budgetBytes != Limits.DEFAULT.budgetBytes();
    var builder = RamTalk.builder()
        .mailboxCapacity(mailboxCapacity)
        .textBytes(textBytes)
        .nameCharacters(nameCharacters)
        .imageBytes(imageBytes)
        .imageSidePixels(imageSidePixels)
        .users(users)
        .receipts(receipts)
        .idempotencyKeys(idempotencyKeys)
        .budgetBytes(isSet ? budgetBytes : more.defaultBudgetBytes())
        .overflow(overflow)
        .clock(clock);
    var country = region;
    if (country != null) {
      builder.mobileParser(FlagNames.named("--region", () -> RegionMobileParser.of(country)));
    }
    more.apply(builder);
    return builder;
  }
}
