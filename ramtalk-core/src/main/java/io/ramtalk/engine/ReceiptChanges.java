package io.ramtalk.engine;

import io.ramtalk.Receipt;
import java.util.List;

/**
 * The receipts that changed since a sender last asked.
 *
 * @param last number of the latest change, to pass to the next call
 * @param receipts the changed receipts, in the order of their latest changes
 */
public record ReceiptChanges(long last, List<Receipt> receipts) {}
