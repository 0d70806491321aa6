package io.ramtalk;

import java.util.List;

/**
 * Everything stored in RAM for a user.
 *
 * @param user the user
 * @param mailbox waiting and leased messages, oldest first; the export does not mark them as seen
 * @param sent the receipts of the latest sent messages, oldest first
 */
public record Export(User user, List<Message> mailbox, List<Receipt> sent) {}
