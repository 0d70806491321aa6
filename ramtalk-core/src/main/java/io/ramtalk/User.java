package io.ramtalk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One registered mobile number, as it stood when it was looked at.
 *
 * @param id the address of the user
 * @param mobile its number
 * @param name the name to show, {@code ""} for none
 * @param image its picture, or null for none
 * @param since when it signed up
 */
public record User(UserId id, Mobile mobile, String name, @Nullable Image image, Instant since) {}
