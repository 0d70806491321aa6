package io.ramtalk.server.internal.access;

import io.ramtalk.InvalidInput;
import io.ramtalk.Mobile;
import io.ramtalk.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A user as a request names it, by an id or by a mobile number; {@link UserLookup#parse} reads it.
 * Exactly one component is present.
 *
 * @param id the id
 * @param mobile the number
 * @param fault why the text is neither an id nor a number
 */
public record UserReference(
    @Nullable UserId id, @Nullable Mobile mobile, @Nullable InvalidInput fault) {}
