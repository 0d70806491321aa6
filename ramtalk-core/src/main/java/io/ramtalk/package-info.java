/**
 * Mailboxes for people, in RAM. {@link io.ramtalk.RamTalk} is the entry point. Package {@link
 * io.ramtalk.engine} contains the rules and the storage of accounts.
 */
@NullMarked
package io.ramtalk;

import org.jspecify.annotations.NullMarked;
