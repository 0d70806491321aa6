/**
 * Mailboxes for people, in RAM. {@link io.ramtalk.RamTalk} is the entry point, {@link
 * io.ramtalk.Account} implements the rules, and an {@link io.ramtalk.Engine} stores the accounts.
 */
@NullMarked
package io.ramtalk;

import org.jspecify.annotations.NullMarked;
