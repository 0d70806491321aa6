/**
 * Access control: identities, logins, one-time codes, rates, hosts and origins.
 *
 * <p>Imports {@code wire}, and the types of {@code io.ramtalk.server} that a program sets.
 */
@NullMarked
package io.ramtalk.server.internal.access;

import org.jspecify.annotations.NullMarked;
