/**
 * A mailbox for people that lives in RAM. {@link io.ramtalk.RamTalk} is the way in; {@link
 * io.ramtalk.Account} holds the rules; an {@link io.ramtalk.Engine} says where accounts live.
 */
@NullMarked
package io.ramtalk;

import org.jspecify.annotations.NullMarked;
