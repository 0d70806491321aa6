package io.ramtalk.junit;

import io.ramtalk.Message;

/**
 * A message that a test waited for.
 *
 * @param message the message, which stays in the mailbox
 * @param extract the extracted part of its text, or all of it
 */
public record Match(Message message, String extract) {}
