package io.ramtalk;

import java.util.List;

/**
 * What became of a sender's messages since it last asked.
 *
 * @param last the number of the latest change, to ask from next time
 * @param receipts those that changed, in the order of their latest changes
 */
public record ReceiptChanges(long last, List<Receipt> receipts) {}
