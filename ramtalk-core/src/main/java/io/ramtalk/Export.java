package io.ramtalk;

import java.util.List;

/**
 * Everything that RAM holds of a user.
 *
 * @param user the user
 * @param mailbox the messages that wait or are leased, oldest first; looking marked none as seen
 * @param sent the receipts of its latest sent messages, oldest first
 */
public record Export(User user, List<Message> mailbox, List<Receipt> sent) {}
