package io.ramtalk.junit;

import io.ramtalk.Message;

/**
 * A message that was waited for.
 *
 * @param message the message, which is still in the mailbox
 * @param extract what was looked for in its text; all of it unless something was
 */
public record Match(Message message, String extract) {}
