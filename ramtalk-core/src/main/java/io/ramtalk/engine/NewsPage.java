package io.ramtalk.engine;

import io.ramtalk.Receipt;
import io.ramtalk.SequencedMessage;
import java.util.List;

/**
 * The news for one live connection.
 *
 * @param messages the next messages, oldest first
 * @param more whether there are further messages
 * @param lastChange number of the latest change of a receipt, to pass to the next poll
 * @param receipts the changed receipts, in the order of their latest changes
 */
public record NewsPage(List<SequencedMessage> messages, boolean more, long lastChange,
    List<Receipt> receipts) {}
