/**
 * Users over HTTP: sign-up, profiles, pictures, log-in and export.
 *
 * <p>Imports {@code wire}, {@code access} and {@code http}.
 */
@NullMarked
package io.ramtalk.server.internal.people;

import org.jspecify.annotations.NullMarked;
