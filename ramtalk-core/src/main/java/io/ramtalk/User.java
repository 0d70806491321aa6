package io.ramtalk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registered user, as of the moment of the lookup.
 *
 * @param id the id of the user
 * @param mobile the mobile number
 * @param name the display name, or {@code ""}
 * @param image the picture, or null
 * @param since time of the sign-up
 */
public record User(UserId id, Mobile mobile, String name, @Nullable Image image, Instant since) {}
