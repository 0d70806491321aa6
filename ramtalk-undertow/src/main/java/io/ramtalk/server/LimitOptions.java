package io.ramtalk.server;

import io.ramtalk.Limits;
import io.ramtalk.Overflow;
import io.ramtalk.RamTalk;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that bound what is stored, and say how numbers are read. */
final class LimitOptions {
  @Option(names = "--mailbox-capacity", paramLabel = "MESSAGES",
      description = "Most messages that one mailbox holds (default: ${DEFAULT-VALUE}).")
  private int mailboxCapacity = Limits.DEFAULT.mailboxCapacity();

  @Option(names = "--text-bytes", paramLabel = "BYTES",
      description = "Longest text of a message in UTF-8 (default: ${DEFAULT-VALUE}).")
  private int textBytes = Limits.DEFAULT.textBytes();

  @Option(names = "--name-characters", paramLabel = "CHARACTERS",
      description = "Longest name of a user (default: ${DEFAULT-VALUE}).")
  private int nameCharacters = Limits.DEFAULT.nameCharacters();

  @Option(names = "--image-bytes", paramLabel = "BYTES",
      description = "Largest picture (default: ${DEFAULT-VALUE}).")
  private int imageBytes = Limits.DEFAULT.imageBytes();

  @Option(names = "--image-side-pixels", paramLabel = "PIXELS",
      description = "Greatest width and height of a picture (default: ${DEFAULT-VALUE}).")
  private int imageSidePixels = Limits.DEFAULT.imageSidePixels();

  @Option(names = "--users", paramLabel = "COUNT",
      description = "Most users (default: ${DEFAULT-VALUE}).")
  private int users = Limits.DEFAULT.users();

  @Option(names = "--receipts", paramLabel = "MESSAGES",
      description = "Of how many sent messages each sender keeps the receipt (default:"
          + " ${DEFAULT-VALUE}).")
  private int receipts = Limits.DEFAULT.receipts();

  @Option(names = "--send-ids", paramLabel = "COUNT",
      description = "How many ids of its own each sender can repeat (default: ${DEFAULT-VALUE}).")
  private int sendIds = Limits.DEFAULT.sendIds();

  @Option(names = "--budget-bytes", paramLabel = "BYTES",
      description = "Most memory for all that is stored (default: half of the heap,"
          + " ${DEFAULT-VALUE}).")
  private long budgetBytes = Limits.DEFAULT.budgetBytes();

  @Option(names = "--overflow", paramLabel = "WAY",
      description = "What a full mailbox does with one more message, in either case:"
          + " ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Overflow overflow = Limits.DEFAULT.overflow();

  @Option(names = "--region", paramLabel = "COUNTRY",
      description = "Country whose national numbers are read, by its two-letter code such as BD:"
          + " 01711111111 is then +8801711111111 (default: none, so those are two users).")
  private @Nullable String region;

  /** Creates the messenger, which other flags describe further. */
  RamTalk messenger(Clock clock, ServerFlags more) {
    boolean isSet = budgetBytes != Limits.DEFAULT.budgetBytes();
    var builder = RamTalk.builder()
        .mailboxCapacity(mailboxCapacity)
        .textBytes(textBytes)
        .nameCharacters(nameCharacters)
        .imageBytes(imageBytes)
        .imageSidePixels(imageSidePixels)
        .users(users)
        .receipts(receipts)
        .sendIds(sendIds)
        .budgetBytes(isSet ? budgetBytes : more.defaultBudgetBytes())
        .overflow(overflow)
        .clock(clock);
    var country = region;
    if (country != null) {
      builder.mobileParser(FlagNames.named("--region", () -> RegionMobileParser.of(country)));
    }
    more.apply(builder);
    return builder.build();
  }
}
